import { describe, expect, it } from 'vitest';
import { fromDockerConfigSpec } from './config-spec.ts';

describe('fromDockerConfigSpec', () => {
  it.each([
    { spec: {}, read: { name: '' } },
    { spec: { Name: 'a', Data: '', Labels: {} }, read: { name: 'a', data: '', labels: {} } },
    {
      spec: { Name: 'a', Data: 'eA==', Templating: { Name: 'golang' } },
      read: { name: 'a', data: 'eA==', templating: 'golang' },
    },
  ])('reads $spec', ({ spec, read }) => {
    expect(fromDockerConfigSpec(spec)).toEqual(read);
  });

  it('keeps labels with any key', () => {
    const labels = JSON.parse('{"__proto__":"x"}') as Record<string, string>;

    const read = fromDockerConfigSpec({ Name: 'a', Labels: labels });

    expect(Object.entries(read.labels ?? {})).toEqual([['__proto__', 'x']]);
  });
});
