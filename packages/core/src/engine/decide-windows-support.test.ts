import { describe, expect, it } from 'vitest';
import { isOlderEngine, refuseWindowsBuild } from './decide-windows-support.ts';

const tooOld =
  'The docker daemon requires build 14393 or later of Windows Server 2016 or Windows 10';
const before2019 =
  'this version of Windows does not support the docker daemon (Windows build 17763 or higher is required)';

// moby: daemon/daemon_windows.go, checkSystem, of v18.09.0, v20.10.24, v22.06.0-beta.0 and v23.0.0.
describe('refuseWindowsBuild', () => {
  it.each([
    { build: 14393, engine: '20.10.24', refusal: undefined },
    { build: 17134, engine: '17.06.2-ee-25', refusal: undefined },
    { build: 10586, engine: '20.10.24', refusal: tooOld },
    { build: 14392, engine: '18.09.0', refusal: tooOld },
    { build: 17762, engine: '22.06.0-beta.0', refusal: before2019 },
    { build: 14393, engine: '23.0.0', refusal: before2019 },
    { build: 17763, engine: '29.0.0', refusal: undefined },
    { build: 14393, engine: 'dev', refusal: before2019 },
  ])('says of build $build and engine $engine: $refusal', ({ build, engine, refusal }) => {
    expect(refuseWindowsBuild(build, engine)).toBe(refusal);
  });
});

describe('isOlderEngine', () => {
  it.each([
    { version: '18.09.9', isOlder: true },
    { version: 'v18.09.9', isOlder: true },
    { version: '17.12.1-ce', isOlder: true },
    { version: '19.03.0-beta1', isOlder: false },
    { version: '19.04.0', isOlder: false },
    { version: '20.10.0', isOlder: false },
    { version: '9.9', isOlder: true },
    { version: '', isOlder: false },
    { version: 'dev', isOlder: false },
  ])('compares $version with 19.03: $isOlder', ({ version, isOlder }) => {
    expect(isOlderEngine(version, { year: 19, month: 3 })).toBe(isOlder);
  });
});
