/** Commands on nodes, their hosts, images and Active Directory. */
import type { DirectoryEdit, NodeEdit } from '@swarmsim/core';
import fc from 'fast-check';
import { withGhost, type CommandNames } from './names.ts';
import { toCommands, type CommandArbitraries } from './object-commands.ts';

const rack = fc.constantFrom<Record<string, string>>({ rack: 'a' }, { rack: 'b' }, {});
const cpus = fc.integer({ min: 1, max: 4 });

/** Commands on nodes, and on what surrounds them. */
export function nodeCommands(names: CommandNames): CommandArbitraries {
  const { domain } = names;
  return {
    ...memberCommands(names),
    ...hostCommands(names),
    'image-push': toCommands(
      fc.record({
        kind: fc.constant('image-push' as const),
        image: fc.record({
          name: fc.constantFrom('app:1', 'app:2'),
          platforms: fc.constant([{ os: 'windows', architecture: 'amd64' }]),
        }),
      }),
    ),
    'directory-edit': toCommands(
      fc.record({
        kind: fc.constant('directory-edit' as const),
        domain: fc.constantFrom(domain, domain, domain, domain, 'nowhere.example'),
        edit: directoryEdits(names),
      }),
    ),
  };
}

function anyNode(names: CommandNames): fc.Arbitrary<string> {
  return fc.constantFrom(...withGhost([...names.nodes, ...names.newcomers]));
}

/** What managers are told of nodes. */
function memberCommands(names: CommandNames): CommandArbitraries {
  const node = anyNode(names);
  const update = (edit: fc.Arbitrary<NodeEdit>) =>
    toCommands(fc.record({ kind: fc.constant('node-update' as const), node, edit }));
  return {
    'node-join': toCommands(
      fc.record({
        kind: fc.constant('node-join' as const),
        node: fc.record({
          hostname: fc.constantFrom(...names.newcomers),
          labels: rack,
          host: fc.record({
            os: fc.constant('windows' as const),
            cpus,
            domain: fc.constant(names.domain),
          }),
        }),
      }),
    ),
    'node-availability': update(
      fc.record({
        availability: fc.constantFrom('active' as const, 'pause' as const, 'drain' as const),
      }),
    ),
    'node-labels': update(fc.record({ labels: rack })),
    'node-role': update(
      fc.record({ role: fc.constantFrom('worker' as const, 'manager' as const) }),
    ),
    'node-leave': toCommands(fc.record({ kind: fc.constant('node-leave' as const), node })),
    'node-remove': toCommands(
      fc.record({ kind: fc.constant('node-remove' as const), node, force: fc.boolean() }),
    ),
  };
}

/** What is done on hosts, and no manager is asked. */
function hostCommands(names: CommandNames): CommandArbitraries {
  const node = anyNode(names);
  const place = fc.constantFrom('file' as const, 'registry' as const);
  const copy = { place, name: fc.constant('a.json') };
  return {
    'node-change-host': toCommands(
      fc.record({
        kind: fc.constant('node-change-host' as const),
        node,
        change: fc.record({ cpus }),
      }),
    ),
    'credential-spec-write': toCommands(
      fc.record({
        kind: fc.constant('credential-spec-write' as const),
        node,
        copy: fc.record({ ...copy, text: fc.constant('{}') }),
      }),
    ),
    'credential-spec-delete': toCommands(
      fc.record({
        kind: fc.constant('credential-spec-delete' as const),
        node,
        copy: fc.record(copy),
      }),
    ),
  };
}

function directoryEdits(names: CommandNames): fc.Arbitrary<DirectoryEdit> {
  const account = fc.constantFrom(...names.accounts);
  const principal = fc.constantFrom(names.group, ...names.nodes, ...names.accounts);
  const principals = fc.uniqueArray(principal, { maxLength: 2 });
  const group = fc.constantFrom(names.group, names.group, 'ghosts');
  const member = fc.constantFrom(...names.nodes, ...names.accounts);
  return fc.oneof(
    fc.record({ kind: fc.constant('create-account' as const), account }),
    fc.record({ kind: fc.constant('remove-account' as const), account }),
    fc.record({
      kind: fc.constant('allow-retrieval' as const),
      account,
      retrievableBy: principals,
    }),
    fc.record({ kind: fc.constant('add-member' as const), group, member }),
    fc.record({ kind: fc.constant('remove-member' as const), group, member }),
    fc.record({
      kind: fc.constant('grant' as const),
      server: fc.constantFrom(names.server, names.server, 'ghost'),
      grants: principals,
    }),
    fc.constant({ kind: 'add-root-key' as const, effectiveImmediately: true }),
  );
}
