import { describe, expect, it } from 'vitest';

import { decideIsolatedIdentity } from './decide-isolated-identity.ts';

describe('decideIsolatedIdentity', () => {
  it.each([
    { name: '1607', build: 14_393, starts: true },
    { name: '1703', build: 15_063, starts: false },
    { name: '1709', build: 16_299, starts: false },
    { name: '1803', build: 17_134, starts: false },
    { name: '1809', build: 17_763, starts: true },
    { name: '21H2', build: 20_348, starts: true },
  ])('says of a virtual machine on version $name: $starts', ({ build, starts }) => {
    const host = { build, isolation: 'process' as const };

    expect(decideIsolatedIdentity({ isolation: 'hyperv', host })).toBe(starts);
    expect(decideIsolatedIdentity({ isolation: 'process', host })).toBe(true);
  });

  it('leaves the default to the host', () => {
    const build = 17_134;

    expect(
      decideIsolatedIdentity({ isolation: 'default', host: { build, isolation: 'hyperv' } }),
    ).toBe(false);
    expect(
      decideIsolatedIdentity({ isolation: 'default', host: { build, isolation: 'process' } }),
    ).toBe(true);
    expect(
      decideIsolatedIdentity({ isolation: 'process', host: { build, isolation: 'hyperv' } }),
    ).toBe(true);
  });

  it('starts where the build is not known', () => {
    expect(decideIsolatedIdentity({ isolation: 'hyperv', host: { isolation: 'hyperv' } })).toBe(
      true,
    );
  });
});
