import { describe, expect, it } from 'vitest';

import type { ContainerView } from '../engine/container-view.ts';
import { describeHost } from '../engine/host-description.ts';
import { toId, type NodeId } from '../model/ids.ts';
import { gatherProbeFacts, gatherStartFacts } from './gather-probe-facts.ts';

const host = describeHost({ os: 'windows', domain: 'contoso.com' }, 'A');
const nodeId = toId<NodeId>('n1');

function container(taskId: string, change: Partial<ContainerView> = {}): ContainerView {
  return {
    taskId,
    containerId: `c-${taskId}`,
    name: `web.${taskId}`,
    image: 'iis',
    state: 'running',
    exitCode: 0,
    startedAt: 10,
    hostname: 'web',
    env: [],
    files: [],
    credentialSpec: { source: 'file://a.json', text: taskId },
    ...change,
  };
}

describe('gatherProbeFacts', () => {
  it('says what of container and host decides', () => {
    const own = container('1');

    expect(gatherProbeFacts(own, { nodeId, host, containers: [own] })).toEqual({
      nodeId: 'n1',
      build: 17_763,
      hostDomain: 'contoso.com',
      hostname: 'web',
      credentialSpec: '1',
      startedLater: [],
    });
  });

  it('has what a plugin gave', () => {
    const own = container('1');
    const portableCredentials = { domain: 'contoso.com', user: 'reader', password: 'p' };

    const facts = gatherProbeFacts(own, { nodeId, host, containers: [own], portableCredentials });

    expect(facts).toMatchObject({ portableCredentials });
  });

  it('counts those as later that run, have a credential spec, and started after it', () => {
    const own = container('own');
    const containers = [
      container('created before, at once'),
      container('created before, started later', { startedAt: 11 }),
      own,
      container('created later, at once'),
      container('created later, started before', { startedAt: 9 }),
      container('ended', { startedAt: 11, state: 'exited' }),
    ];
    const { credentialSpec: _none, ...bare } = container('bare', { startedAt: 11 });

    const facts = gatherProbeFacts(own, { nodeId, host, containers: [...containers, bare] });

    expect(facts.startedLater).toEqual(['created before, started later', 'created later, at once']);
  });
});

describe('gatherStartFacts', () => {
  it('says of a container that does not run yet that none started later', () => {
    const { startedAt: _none, ...own } = container('1', { state: 'created' });
    const portableCredentials = { domain: 'contoso.com', user: 'reader', password: 'p' };

    expect(gatherStartFacts(own, { nodeId, host, portableCredentials })).toEqual({
      nodeId: 'n1',
      build: 17_763,
      hostDomain: 'contoso.com',
      hostname: 'web',
      credentialSpec: '1',
      portableCredentials,
      startedLater: [],
    });
  });
});
