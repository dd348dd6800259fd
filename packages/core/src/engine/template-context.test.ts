import { expect, it } from 'vitest';
import { aTask } from '../../test-support/hand-driven-swarm.ts';
import { toId } from '../model/ids.ts';
import { describeHost } from './host-description.ts';
import { createTemplateContext } from './template-context.ts';

// SwarmKit: template/context.go, NewContext.
it.each([
  { name: 'a replica', slot: 3, named: '3' },
  { name: 'a task of a global service', slot: 0, named: 'n1' },
])('templates of $name see its service, its node and itself', ({ slot, named }) => {
  const host = describeHost({ os: 'windows' }, 'A');
  const task = aTask({ id: toId('t1'), serviceId: toId('s1'), serviceName: 'web', slot });

  const context = createTemplateContext(task, { nodeId: 'n1', hostname: 'A', host });

  expect(host).toMatchObject({ os: 'windows', architecture: 'x86_64' });
  expect(context).toEqual({
    service: { id: 's1', name: 'web', labels: {} },
    node: { id: 'n1', hostname: 'A', platform: { os: 'windows', architecture: 'x86_64' } },
    task: { id: 't1', name: `web.${named}.t1`, slot: named },
  });
});
