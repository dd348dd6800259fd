/** Which images run on which hosts, one swarm for each case: the state of the task, and why. */
import type { HostOptions, Isolation, TaskState } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';

import { createContoso, nameOf } from './contoso.ts';

interface BuildRow {
  readonly name: string;
  readonly host: Pick<HostOptions, 'build' | 'revision' | 'engineVersion'>;
  readonly image: string;
  readonly isolation?: Isolation;
  readonly credentialSpec?: string;
  readonly state: TaskState;
  readonly err?: string;
}

/** The last engines that ran on builds before 17763 were those of 20.10. */
const engineVersion = '20.10.24';
const mismatch =
  'The operating system of the container does not match the operating system of the host. (0xc0370101)';

// Microsoft: version-compatibility.md; moby: daemon/cluster/executor/container/controller.go, Prepare.
const rows: readonly BuildRow[] = [
  { name: 'the same build', host: { build: 17763 }, image: '10.0.17763.1', state: 'running' },
  {
    name: 'a newer image, which is refused at its pull',
    host: { build: 17763 },
    image: '10.0.20348.1',
    state: 'rejected',
    err: 'a Windows version 10.0.20348-based image is incompatible with a 10.0.17763 host',
  },
  {
    name: 'a newer image in a virtual machine, all the same',
    host: { build: 17763 },
    image: '10.0.20348.1',
    isolation: 'hyperv',
    state: 'rejected',
    err: 'a Windows version 10.0.20348-based image is incompatible with a 10.0.17763 host',
  },
  {
    name: 'an older image, which is pulled and does not start',
    host: { build: 20348 },
    image: '10.0.17763.1',
    state: 'failed',
    err: mismatch,
  },
  {
    name: 'an older image in a virtual machine',
    host: { build: 20348 },
    image: '10.0.17763.1',
    isolation: 'hyperv',
    state: 'running',
  },
  {
    name: 'Server 2016 with its own revision',
    host: { build: 14393, revision: 1914, engineVersion },
    image: '10.0.14393.1914',
    state: 'running',
  },
  {
    name: 'Server 2016 with another revision',
    host: { build: 14393, revision: 1914, engineVersion },
    image: '10.0.14393.1944',
    state: 'failed',
    err: mismatch,
  },
  {
    name: 'Server 2019 with another revision',
    host: { build: 17763, revision: 1 },
    image: '10.0.17763.2',
    state: 'running',
  },
  {
    name: 'Server 2022 on Windows 11',
    host: { build: 22000 },
    image: '10.0.20348.1',
    isolation: 'process',
    state: 'running',
  },
  {
    name: 'Server 2019 on Windows 11',
    host: { build: 22000 },
    image: '10.0.17763.1',
    isolation: 'process',
    state: 'failed',
    err: mismatch,
  },
  {
    name: 'Server 2019 on Windows 11, which takes a virtual machine unless it is told otherwise',
    host: { build: 22000 },
    image: '10.0.17763.1',
    state: 'running',
  },
  {
    name: 'version 1803 in a virtual machine with a credential spec',
    host: { build: 17134, engineVersion },
    image: '10.0.17134.1',
    isolation: 'hyperv',
    state: 'failed',
    err: '(0xc0370109)',
  },
  {
    name: 'version 1803 in a virtual machine without one',
    host: { build: 17134, engineVersion },
    image: '10.0.17134.1',
    isolation: 'hyperv',
    credentialSpec: '',
    state: 'running',
  },
];

describe('a build of Windows', () => {
  it.each(rows)('$name: $state', (row) => {
    const { host, image, isolation = 'default', credentialSpec = 'config://webapp01' } = row;
    const platforms = [{ os: 'windows', architecture: 'amd64', osVersion: image }];
    const swarm = createContoso({
      host,
      swarm: { registry: { images: [{ name: 'iis', platforms }] } },
      service: { isolation, credentialSpec },
    });

    const { status } = swarm.tasks.get('web.1');
    expect(status.state).toBe(row.state);
    expect(status.err.endsWith(row.err ?? '')).toBe(true);
    expect(status.err === '').toBe(row.err === undefined);
  });

  it('before Server 2019 lets the container that started last be the account', () => {
    const swarm = createContoso({
      host: { build: 14393, engineVersion },
      service: { replicas: 2 },
    });

    const names = ['web.1', 'web.2'].map((task) => nameOf(swarm, task));
    expect(names.sort()).toEqual(['shared-account', 'webapp01$@contoso.com']);
  });
});
