/** Commands that let things go wrong, and right again; and time. */
import fc from 'fast-check';
import type { Fault } from '@swarmsim/core';
import { withGhost, type CommandNames } from './names.ts';
import { toCommands, type CommandArbitraries } from './object-commands.ts';

/** Commands for every fault, one for each kind. */
export function faultCommands(names: CommandNames): CommandArbitraries {
  const known = [...names.nodes, ...names.newcomers];
  const node = fc.constantFrom(...withGhost(known));
  const domain = fc.constantFrom(names.domain, names.domain, names.domain, 'nowhere.example');
  const tasks = withGhost(names.services).flatMap((name) =>
    [1, 2].map((slot) => `${name}.${slot}`),
  );
  const task = fc.constantFrom(...tasks);
  const of = <Kind extends Fault['kind']>(kind: Kind) => fc.constant(kind);
  const faults: Readonly<Record<string, fc.Arbitrary<Fault>>> = {
    crash: fc.record({ kind: of('crash'), node }),
    restart: fc.record({ kind: of('restart'), node }),
    'restart-engine': fc.record({
      kind: of('restart-engine'),
      node,
      containers: fc.constantFrom('died' as const, 'survived' as const),
      downFor: fc.constantFrom(0, 2_000, 30_000),
    }),
    partition: fc.record({
      kind: of('partition'),
      node,
      direction: fc.constantFrom(
        'both' as const,
        'both' as const,
        'to-managers' as const,
        'from-managers' as const,
      ),
    }),
    'delay-messages': fc.record({ kind: of('delay-messages'), node, by: fc.constantFrom(1, 200) }),
    'lose-messages': fc.record({
      kind: of('lose-messages'),
      node,
      probability: fc.constant(0.2),
    }),
    repair: fc.record({ kind: of('repair'), node }),
    'slow-pulls': fc.record({ kind: of('slow-pulls'), by: fc.constantFrom(100, 8_000) }),
    'fail-pulls': fc.record({ kind: of('fail-pulls'), node }, { requiredKeys: ['kind'] }),
    'repair-pulls': fc.record({ kind: of('repair-pulls'), node }, { requiredKeys: ['kind'] }),
    'exit-task': fc.record({ kind: of('exit-task'), task, exitCode: fc.nat({ max: 1 }) }),
    'ignore-stop': fc.record({ kind: of('ignore-stop'), task }),
    'sicken-task': fc.record({ kind: of('sicken-task'), task }),
    'stop-controller': fc.record({ kind: of('stop-controller'), domain }),
    'start-controller': fc.record({ kind: of('start-controller'), domain }),
    'cut-directory': fc.record({ kind: of('cut-directory'), node }),
    'reach-directory': fc.record({ kind: of('reach-directory'), node }),
    'break-trust': fc.record({ kind: of('break-trust'), node }),
    'repair-trust': fc.record({ kind: of('repair-trust'), node }),
  } satisfies Readonly<Record<Fault['kind'], fc.Arbitrary<Fault>>>;
  const entries = Object.entries(faults).map(([kind, faultsOfKind]) => {
    return [kind, toCommands(faultsOfKind.map((fault) => ({ kind: 'fault' as const, fault })))];
  });
  return { ...(Object.fromEntries(entries) as CommandArbitraries), ...planCommands(known) };
}

function planCommands(nodes: readonly string[]): CommandArbitraries {
  const node = fc.constantFrom(...nodes);
  return {
    'plan-fault': toCommands(
      fc.record({
        kind: fc.constant('plan-fault' as const),
        inMs: fc.integer({ min: 1, max: 10_000 }),
        lastsMs: fc.integer({ min: 1, max: 60_000 }),
        fault: fc.record({
          kind: fc.constantFrom('crash' as const, 'partition' as const),
          node,
        }),
      }),
    ),
    'fault-unschedule': toCommands(fc.constant({ kind: 'fault-unschedule' as const })),
  };
}

/** Time passes, or all the time that the swarm needs to come to rest. */
export function timeCommands(): CommandArbitraries {
  const ms = fc.oneof(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 40_000 }));
  return {
    advance: toCommands(fc.record({ kind: fc.constant('advance' as const), ms })),
    settle: toCommands(fc.constant({ kind: 'settle' as const })),
  };
}
