import { describe, expect, it } from 'vitest';

import type { HostAccount } from './decide-host-account.ts';
import { appendEvents, describeHostAccount, type HostEventEntry } from './host-events.ts';

const guard = 'Microsoft-Windows-Containers-CCG/Admin';
const compute = 'Microsoft-Windows-Hyper-V-Compute-Admin';
const plugin = '{CCC2A336-D7F3-4818-A213-272B7924213E}';
const loaded = {
  log: guard,
  id: 1,
  message: `Container Credential Guard instantiated the plugin: ${plugin}`,
};
const setup = {
  log: compute,
  id: 11_507,
  message:
    "Failed to setup the external credentials for Container 'c1': The RPC server is unavailable. (0xC0020017).",
};

describe('describeHostAccount', () => {
  const credentials = { domain: 'contoso.com', user: 'reader', password: 'secret' };

  it.each<{ readonly account: HostAccount; readonly entries: readonly unknown[] }>([
    { account: { kind: 'unused' }, entries: [] },
    { account: { kind: 'user', plugin, credentials }, entries: [loaded] },
    {
      account: { kind: 'missing-plugin', plugin },
      entries: [
        {
          log: guard,
          id: 2,
          message: `Container Credential Guard failed to instantiate the plugin: ${plugin}. Error: Class not registered`,
        },
        setup,
      ],
    },
    {
      account: { kind: 'broken-plugin', plugin },
      entries: [
        {
          log: guard,
          id: 2,
          message: `Container Credential Guard failed to instantiate the plugin: ${plugin}. Error: The server process could not be started because the configured identity is incorrect. Check the username and password.`,
        },
        setup,
      ],
    },
    {
      account: { kind: 'no-credentials', plugin },
      entries: [
        loaded,
        {
          log: guard,
          id: 4,
          message: `Container Credential Guard failed to fetch credentials from the plugin: ${plugin}. Error: Element not found.`,
        },
        setup,
      ],
    },
  ])('writes down $account.kind', ({ account, entries }) => {
    expect(describeHostAccount(account, 'c1')).toEqual(entries);
  });
});

describe('appendEvents', () => {
  const entry = (id: number): HostEventEntry => ({ log: guard, id, message: 'm' });

  it('adds entries at the end, with their instant', () => {
    const events = appendEvents([], [entry(1)], 5);

    expect(appendEvents(events, [entry(2), entry(3)], 7)).toEqual([
      { at: 5, ...entry(1) },
      { at: 7, ...entry(2) },
      { at: 7, ...entry(3) },
    ]);
  });

  it('keeps the latest 1000', () => {
    const full = appendEvents(
      [],
      Array.from({ length: 1000 }, (_, index) => entry(index)),
      0,
    );

    const events = appendEvents(full, [entry(1000), entry(1001)], 1);

    expect(full).toHaveLength(1000);
    expect(events).toHaveLength(1000);
    expect(events[0]?.id).toBe(2);
    expect(events.at(-1)?.id).toBe(1001);
  });
});
