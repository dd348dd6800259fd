import { describe, expect, it } from 'vitest';

import { credentialSpec } from '../credential-spec/credential-spec.ts';
import type { ContainerSpec } from '../model/container.ts';
import { toId } from '../model/ids.ts';
import type { ContainerRecord } from './engine-state.ts';
import { engineDeciders } from './engine-deciders.ts';
import { attempt } from './error-context.ts';
import { describeHost, type HostDescription } from './host-description.ts';
import type { HostEventEntry } from './host-events.ts';
import { setUpIdentity } from './set-up-identity.ts';

const pluginGuid = '{CCC2A336-D7F3-4818-A213-272B7924213E}';
const reader = { domain: 'contoso.com', user: 'reader', password: 'p' };
const joined = describeHost({ os: 'windows', domain: 'contoso.com' }, 'A');
const account = { domain: 'contoso.com', account: 'webapp01' };
const plain = JSON.stringify(credentialSpec(account));
const portable = JSON.stringify(
  credentialSpec({ ...account, hostAccount: { pluginGuid, pluginInput: 'vault' } }),
);

interface Setup {
  readonly text?: string;
  readonly host?: HostDescription;
  readonly spec?: Partial<ContainerSpec>;
  readonly isSomebody?: boolean;
}

/** Sets the identity of a container up, and tells what came of it. */
function setUp({ text, host = joined, spec = {}, isSomebody = true }: Setup): {
  readonly record: ContainerRecord;
  readonly events: readonly number[];
  readonly err: string | undefined;
  /** What was known of the plugin's answer whenever it was asked who the container is. */
  readonly asked: readonly unknown[];
} {
  const record: ContainerRecord = {
    task: { id: toId('t1') } as ContainerRecord['task'],
    containerId: 'c1',
    state: 'created',
    pid: 0,
    exitCode: 0,
    ...(text !== undefined && { credentialSpec: { source: 'file://a.json', text } }),
  };
  const events: HostEventEntry[] = [];
  const asked: unknown[] = [];
  const err = attempt(() => {
    setUpIdentity(
      {
        record,
        host,
        spec: { kind: 'container', image: 'iis', ...spec },
        log: (entries) => events.push(...entries),
        canAuthenticate() {
          asked.push(record.portableCredentials);
          return isSomebody;
        },
      },
      engineDeciders,
    );
  });
  return { record, events: events.map(({ id }) => id), err, asked };
}

describe('setUpIdentity, of a host without a domain', () => {
  it('keeps what the plugin answers', () => {
    const ccgPlugins = { [pluginGuid]: { credentials: { vault: reader } } };
    const host = describeHost({ os: 'windows', ccgPlugins }, 'A');

    const { record, events, err } = setUp({ text: portable, host });

    expect(err).toBeUndefined();
    expect(events).toEqual([1]);
    expect(record.portableCredentials).toEqual(reader);
  });

  it.each([
    { name: 'is missing', ccgPlugins: {}, events: [2, 11_507] },
    { name: 'is broken', ccgPlugins: { [pluginGuid]: { isBroken: true } }, events: [2, 11_507] },
    { name: 'finds nothing', ccgPlugins: { [pluginGuid]: {} }, events: [1, 4, 11_507] },
  ])('creates no container where the plugin $name', ({ ccgPlugins, events }) => {
    const host = describeHost({ os: 'windows', ccgPlugins }, 'A');

    const outcome = setUp({ text: portable, host, spec: { user: 'NETWORK SERVICE' } });

    expect(outcome.err).toBe('hcs::CreateComputeSystem c1: winapi error #3489792023');
    expect(outcome.events).toEqual(events);
    expect(outcome.record.portableCredentials).toBeUndefined();
    expect(outcome.asked).toEqual([]);
  });

  it('asks no plugin that the credential spec does not name', () => {
    const host = describeHost({ os: 'windows' }, 'A');

    expect(setUp({ text: plain, host })).toMatchObject({ err: undefined, events: [] });
  });
});

describe('setUpIdentity, of a container for NETWORK SERVICE', () => {
  const refused =
    'container c1 encountered an error during hcs::System::CreateProcess: failure in a Windows system call: The user name or password is incorrect. (0x52e)';

  it.each([
    { user: 'NETWORK SERVICE', err: refused },
    { user: 'Network Service', err: refused },
    { user: String.raw`NT AUTHORITY\NETWORK SERVICE`, err: refused },
    { user: String.raw`nt authority\Network Service`, err: refused },
    { user: 'NetworkService', err: undefined },
    { user: String.raw`CONTOSO\NETWORK SERVICE`, err: undefined },
    { user: 'ContainerUser', err: undefined },
    { user: '', err: undefined },
  ])("as '$user', who is nobody: $err", ({ user, err }) => {
    expect(setUp({ text: plain, spec: { user }, isSomebody: false }).err).toBe(err);
  });

  it('starts as somebody, and without a credential spec', () => {
    const spec = { user: 'NETWORK SERVICE' };

    expect(setUp({ text: plain, spec }).err).toBeUndefined();
    expect(setUp({ spec, isSomebody: false }).err).toBeUndefined();
  });

  it('is who the plugin makes it', () => {
    const ccgPlugins = { [pluginGuid]: { credentials: { vault: reader } } };
    const host = describeHost({ os: 'windows', ccgPlugins }, 'A');

    const { asked } = setUp({ text: portable, host, spec: { user: 'NETWORK SERVICE' } });

    expect(asked).toEqual([reader]);
  });
});

describe('setUpIdentity, in a virtual machine', () => {
  it('fails on version 1803, unless there is no credential spec', () => {
    const host = { ...joined, build: 17_134 };
    const spec = { isolation: 'hyperv' } as const;

    expect(setUp({ text: plain, host, spec }).err).toBe(
      'hcs::CreateComputeSystem c1: The operation timed out because a response was not received from the virtual machine or container. (0xc0370109)',
    );
    expect(setUp({ host, spec }).err).toBeUndefined();
    expect(setUp({ text: plain, host }).err).toBeUndefined();
    expect(setUp({ text: plain, spec }).err).toBeUndefined();
  });
});
