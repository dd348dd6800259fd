import { describe, expect, it } from 'vitest';
import type { ContainerSpec, Mount } from '../model/container.ts';
import { expandContainerSpec } from './expand-container.ts';
import type { TemplateContext } from './template-context.ts';

const context: TemplateContext = {
  service: { id: 'sid', name: 'web', labels: {} },
  node: { id: 'nid', hostname: 'HOST', platform: { architecture: 'x86_64', os: 'windows' } },
  task: { id: 'tid', name: 'web.1.tid', slot: '1' },
};

const bad = '{{.Bad}}';
const badText =
  'template: expansion:1:2: executing "expansion" at <.Bad>: ' +
  "can't evaluate field Bad in type *template.Context";

function container(parts: Partial<ContainerSpec>): ContainerSpec {
  return { kind: 'container', image: '{{.Service.Name}}', ...parts };
}

function mount(parts: Partial<Mount>): Mount {
  return { type: 'volume', target: '/data', ...parts };
}

describe('expandContainerSpec', () => {
  // SwarmKit: template/expand.go, ExpandContainerSpec. Nothing else is expanded.
  it('expands environment, mounts and host name only', () => {
    const spec = container({
      env: ['A={{.Task.Slot}}=x', '{{.Task.Slot}}', 'B'],
      hostname: '{{.Service.Name}}-{{.Task.Slot}}',
      mounts: [mount({ source: 'v{{.Task.Slot}}', target: '/{{.Node.ID}}' })],
      args: ['{{.Task.Slot}}'],
    });

    expect(expandContainerSpec(spec, context)).toEqual({
      ...spec,
      env: ['A=1=x', '{{.Task.Slot}}', 'B'],
      hostname: 'web-1',
      mounts: [mount({ source: 'v1', target: '/nid' })],
    });
  });

  it('expands the values of volume labels and driver options', () => {
    const driver = { name: 'd', options: { o: '{{.Task.ID}}' } };
    const volumeOptions = { labels: { '{{.Bad}}': '{{.Task.Slot}}' }, driver };

    const expanded = expandContainerSpec(
      container({ mounts: [mount({ volumeOptions })] }),
      context,
    );

    expect(expanded.mounts?.[0]?.volumeOptions).toEqual({
      labels: { '{{.Bad}}': '1' },
      driver: { name: 'd', options: { o: 'tid' } },
    });
  });

  it('adds nothing to a container without any of them', () => {
    expect(expandContainerSpec(container({}), context)).toEqual(container({}));
  });

  // SwarmKit: template/expand.go.
  it.each([
    {
      name: 'environment',
      parts: { env: ['OK', `A=${bad}`] },
      message: `expanding env failed: expanding env "A=${bad}": ${badText}`,
    },
    {
      name: 'source of a mount',
      parts: { mounts: [mount({ source: bad })] },
      message: `expanding mounts failed: expanding mount source "${bad}": ${badText}`,
    },
    {
      name: 'target of a mount',
      parts: { mounts: [mount({ target: bad })] },
      message: `expanding mounts failed: expanding mount target "${bad}": ${badText}`,
    },
    {
      name: 'volume label',
      parts: { mounts: [mount({ volumeOptions: { labels: { a: bad } } })] },
      message:
        `expanding mounts failed: expanding volume labels: ` +
        `expanding map entry "a"="${bad}": ${badText}`,
    },
    {
      name: 'driver option',
      parts: { mounts: [mount({ volumeOptions: { driver: { name: 'd', options: { a: bad } } } })] },
      message:
        `expanding mounts failed: expanding volume driver config: ` +
        `expanding map entry "a"="${bad}": ${badText}`,
    },
    {
      name: 'host name',
      parts: { hostname: bad },
      message: `expanding hostname failed: ${badText}`,
    },
    {
      name: 'environment before the host name',
      parts: { env: [`A=${bad}`], hostname: '{{' },
      message: `expanding env failed: expanding env "A=${bad}": ${badText}`,
    },
  ])('says where it failed: $name', ({ parts, message }) => {
    expect(() => expandContainerSpec(container(parts), context)).toThrow(
      expect.objectContaining({ name: 'TemplateError', message }),
    );
  });
});
