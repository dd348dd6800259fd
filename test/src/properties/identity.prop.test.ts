/**
 * No container authenticates as an account whose password its host may not retrieve; and where it may,
 * it does. Random domains, hosts and services live through random edits, faults and months; after each
 * step every running container is asked, and a naive reading of the directory is asked as well.
 */
import { decideIdentity, type DecideIdentity, type Identity } from '@swarmsim/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { liveThrough } from '../identity/live-through.ts';
import { worlds } from '../identity/world.ts';

describe('identities', () => {
  it('are those whose passwords the hosts may retrieve, in 150 random worlds', () => {
    const seen = { asked: 0, authenticated: 0 };
    fc.assert(
      fc.property(worlds(), (world) => {
        const { asked, authenticated } = liveThrough(world);
        seen.asked += asked;
        seen.authenticated += authenticated;
      }),
      { numRuns: 150 },
    );

    // The worlds say something: many containers are somebody, and many are not.
    expect(seen.authenticated).toBeGreaterThan(seen.asked / 20);
    expect(seen.authenticated).toBeLessThan((seen.asked * 19) / 20);
  });
});

/** A container that is nobody is the account after all. */
function beSomebody(text: string | undefined, identity: Identity): Identity {
  if (identity.kind === 'domain-account' || text === undefined) return identity;
  const { DnsName: dnsName, MachineAccountName: name } = JSON.parse(text).DomainJoinConfig;
  const domain = { dnsName, netBiosName: 'X', forest: dnsName, sid: '', guid: '' };
  const password = { current: 0, changesAt: 0 };
  return { kind: 'domain-account', account: { domain, name }, password, fails: [] };
}

/** Every container authenticates. */
const blind: DecideIdentity = (facts, directory) =>
  beSomebody(facts.credentialSpec, decideIdentity(facts, directory));

/** Who was somebody once remains so, whatever becomes of account and host. */
function remembering(): DecideIdentity {
  const known = new Map<string, Identity>();
  return (facts, directory) => {
    const identity = decideIdentity(facts, directory);
    const key = `${facts.nodeId} ${facts.credentialSpec ?? ''}`;
    if (identity.kind === 'domain-account') known.set(key, identity);
    return known.get(key) ?? identity;
  };
}

/** One reason why there is no password does not count. */
function ignoring(reason: Extract<Identity, { kind: 'anonymous' }>['reason']): DecideIdentity {
  return (facts, directory) => {
    const identity = decideIdentity(facts, directory);
    const isIgnored = identity.kind === 'anonymous' && identity.reason === reason;
    return isIgnored ? beSomebody(facts.credentialSpec, identity) : identity;
  };
}

/** Nobody is ever anybody. */
const mute: DecideIdentity = () => ({ kind: 'anonymous', reason: 'not-allowed' });

describe('wrong identities', () => {
  it.each([
    { name: 'everybody is somebody', make: () => blind, error: 'may not retrieve' },
    { name: 'once somebody, always somebody', make: remembering, error: 'may not retrieve' },
    { name: 'nobody is anybody', make: () => mute, error: 'is nobody' },
    ...(
      [
        'not-joined',
        'other-domain',
        'trust-broken',
        'no-controller',
        'unknown-account',
        'no-root-key',
        'not-allowed',
        'awaits-restart',
      ] as const
    ).map((reason) => ({
      name: `${reason} does not count`,
      make: () => ignoring(reason),
      error: 'may not retrieve',
    })),
  ])('are caught: $name', ({ make, error }) => {
    const run = fc.check(
      fc.property(worlds(), (world) => void liveThrough(world, { decideIdentity: make() })),
      { numRuns: 400, seed: 7 },
    );

    expect(run.failed).toBe(true);
    expect(String(run.errorInstance)).toContain(error);
  });
});
