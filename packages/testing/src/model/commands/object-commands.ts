/** Commands on configs, secrets and networks, and on the control API itself. */
import fc from 'fast-check';
import type { SwarmAct } from '../swarm-act.ts';
import { createCommand, type SwarmCommand } from '../swarm-command.ts';
import { withGhost, type CommandNames } from './names.ts';

/** Arbitraries of commands by name. */
export type CommandArbitraries = Readonly<Record<string, fc.Arbitrary<SwarmCommand>>>;

/** An arbitrary of commands from one of what they do. */
export function toCommands(acts: fc.Arbitrary<SwarmAct>): fc.Arbitrary<SwarmCommand> {
  return acts.map(createCommand);
}

const labels = fc.constantFrom<Record<string, string>>({}, { team: 'shop' }, { team: 'bank' });

/** Commands on configs, secrets and networks. */
export function objectCommands(names: CommandNames): CommandArbitraries {
  const one = (pool: readonly string[]) => fc.constantFrom(...pool);
  const config = one(withGhost(names.configs));
  const secret = one(withGhost(names.secrets));
  return {
    'config-create': toCommands(
      fc.record({
        kind: fc.constant('config-create' as const),
        name: one(names.configs),
        data: fc
          .constantFrom(...names.accounts)
          .map((name) => credentialSpecText(names.domain, name)),
      }),
    ),
    'config-label': toCommands(
      fc.record({ kind: fc.constant('config-label' as const), config, labels }),
    ),
    'config-remove': toCommands(fc.record({ kind: fc.constant('config-remove' as const), config })),
    'secret-create': toCommands(
      fc.record({
        kind: fc.constant('secret-create' as const),
        name: one(names.secrets),
        data: fc.constant('hush'),
      }),
    ),
    'secret-label': toCommands(
      fc.record({ kind: fc.constant('secret-label' as const), secret, labels }),
    ),
    'secret-remove': toCommands(fc.record({ kind: fc.constant('secret-remove' as const), secret })),
    'network-create': toCommands(
      fc.record({
        kind: fc.constant('network-create' as const),
        spec: one(names.networks).map((name) => ({ name })),
      }),
    ),
    'network-remove': toCommands(
      fc.record({
        kind: fc.constant('network-remove' as const),
        network: one(withGhost(names.networks)),
      }),
    ),
    'control-api': toCommands(
      fc.record({
        kind: fc.constant('control-api' as const),
        object: fc.constantFrom('configs' as const, 'services' as const),
        call: fc.constantFrom('create', 'list'),
        arguments: fc.constant([]),
      }),
    ),
  };
}

/** A credential spec that Windows takes. */
export function credentialSpecText(domain: string, account: string): string {
  return JSON.stringify({
    CmsPlugins: ['ActiveDirectory'],
    DomainJoinConfig: {
      Sid: 'S-1-5-21-1000-2000-3000',
      MachineAccountName: account,
      Guid: '244818ae-87ac-4fcd-92ec-e79e5252348a',
      DnsTreeName: domain,
      DnsName: domain,
      NetBiosName: domain.split('.')[0]?.toUpperCase(),
    },
    ActiveDirectoryConfig: { GroupManagedServiceAccounts: [{ Name: account, Scope: domain }] },
  });
}
