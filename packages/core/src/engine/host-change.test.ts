import { describe, expect, it } from 'vitest';
import { changeHost } from './host-change.ts';
import { describeHost } from './host-description.ts';

const host = describeHost(
  { os: 'windows', cpus: 4, memory: '8g', engineLabels: { disk: 'ssd' }, domain: 'contoso.com' },
  'A',
);

describe('changeHost', () => {
  it('changes what is given, and keeps the rest', () => {
    const changed = changeHost(host, { cpus: 1.5, memory: '2g' }, 'A');

    expect(changed).toEqual({ ...host, nanoCpus: 1_500_000_000, memoryBytes: 2 * 2 ** 30 });
  });

  it('replaces lists and labels as a whole', () => {
    const gpu = { kind: 'discrete', resource: 'gpu', value: 2 } as const;

    const changed = changeHost(
      host,
      { engineLabels: {}, plugins: [], genericResources: [gpu] },
      'A',
    );

    expect(changed).toMatchObject({ engineLabels: {}, plugins: [], genericResources: [gpu] });
  });

  it.each([
    { name: 'what cannot change', change: { os: 'linux' }, text: "unknown option 'os'" },
    { name: 'amounts below nothing', change: { cpus: -1 }, text: 'cpus is -1' },
    { name: 'sizes of no size', change: { memory: 'much' }, text: 'much' },
    { name: 'labels that are no texts', change: { engineLabels: { a: 1 } }, text: "label 'a'" },
  ])('refuses $name', ({ change, text }) => {
    expect(() => changeHost(host, change as never, 'A')).toThrow(text);
  });

  it('refuses an engine that does not run on the build', () => {
    const old = describeHost({ os: 'windows', build: 14393, engineVersion: '20.10.24' }, 'A');

    expect(changeHost(old, { engineVersion: '20.10.27' }, 'A').engineVersion).toBe('20.10.27');
    expect(changeHost(old, { cpus: 2 }, 'A').nanoCpus).toBe(2_000_000_000);
    expect(() => changeHost(old, { engineVersion: '23.0.0' }, 'A')).toThrow(
      'Windows build 17763 or higher is required',
    );
  });
});
