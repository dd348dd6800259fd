/** The event logs of a Windows host, as far as containers' credentials write into them. */
import type { HostAccount } from './decide-host-account.ts';

/** An entry of an event log. Plain data. */
export interface HostEvent {
  /** Instant in ms since the simulation began. */
  readonly at: number;
  readonly log:
    'Microsoft-Windows-Containers-CCG/Admin' | 'Microsoft-Windows-Hyper-V-Compute-Admin';
  readonly id: number;
  readonly message: string;
}

/** An entry, before it is known when it is made. */
export type HostEventEntry = Omit<HostEvent, 'at'>;

/**
 * Adds entries at the end, and drops the oldest where there are too many.
 *
 * Deviation: a host keeps its latest 1000 entries; real logs are bounded by their size in bytes.
 */
export function appendEvents(
  events: readonly HostEvent[],
  entries: readonly HostEventEntry[],
  at: number,
): readonly HostEvent[] {
  const added = entries.map(({ log, id, message }) => ({ at, log, id, message }));
  return [...events, ...added].slice(-eventsMax);
}

const eventsMax = 1000;

/**
 * What Windows writes down when it sets up the credentials of a container. Microsoft:
 * gmsa-troubleshooting.md, Events and Descriptions, for numbers and texts of Container Credential Guard; a
 * later version of that page numbers the failures 4 and 6. Microsoft: Windows-Containers#221, for 11507.
 */
export function describeHostAccount(
  account: HostAccount,
  containerId: string,
): readonly HostEventEntry[] {
  switch (account.kind) {
    case 'unused':
      return [];
    case 'user':
      return [instantiated(account.plugin)];
    case 'missing-plugin':
    case 'broken-plugin': {
      const text = `failed to instantiate the plugin: ${account.plugin}. Error: ${reasons[account.kind]}`;
      return [guardEvent(2, text), setupFailed(containerId)];
    }
    case 'no-credentials': {
      const text = `failed to fetch credentials from the plugin: ${account.plugin}. Error: ${reasons[account.kind]}`;
      return [instantiated(account.plugin), guardEvent(4, text), setupFailed(containerId)];
    }
  }
}

const reasons = {
  // Inferred: Windows' text for a class that nobody registered.
  'missing-plugin': 'Class not registered',
  // Microsoft: Windows-Containers#293.
  'broken-plugin':
    'The server process could not be started because the configured identity is incorrect. Check the username and password.',
  // Inferred: a plugin answers with an error of its own; this is Windows' text for one that found nothing.
  'no-credentials': 'Element not found.',
};

function instantiated(plugin: string): HostEventEntry {
  return guardEvent(1, `instantiated the plugin: ${plugin}`);
}

function guardEvent(id: number, text: string): HostEventEntry {
  const message = `Container Credential Guard ${text}`;
  return { log: 'Microsoft-Windows-Containers-CCG/Admin', id, message };
}

function setupFailed(containerId: string): HostEventEntry {
  const message = `Failed to setup the external credentials for Container '${containerId}': The RPC server is unavailable. (0xC0020017).`;
  return { log: 'Microsoft-Windows-Hyper-V-Compute-Admin', id: 11_507, message };
}
