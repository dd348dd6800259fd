/**
 * What is wrong with pulling images: on one node or on all, of one image or of all. It is shared by
 * all engines, those of nodes included that join later.
 */
import type { Environment } from '../kernel/environment.ts';
import { isSameImage } from './behaviour/decide-behaviour.ts';

/** Which pulls are struck; what is absent matches all. */
export interface PullScope {
  /** Id of the node. */
  readonly node?: string;
  /** Image as docker shows it. */
  readonly image?: string;
}

/** What is wrong with the pulls of a scope. */
export interface PullFault extends PullScope {
  /** They take longer by this. */
  readonly delayMs?: number;
  /** They fail with this text; the empty text stands for docker's own. */
  readonly error?: string;
}

/** See the head of this file. */
export interface PullFaults {
  add(fault: PullFault): void;
  /** Ends what was said of a scope, or of parts of it. */
  repair(scope: PullScope): void;
  /** What is wrong with one pull. */
  of(node: string, image: string): { readonly delayMs: number; readonly error?: string };
}

/** Makes the list of what is wrong; nothing is at first. */
export function createPullFaults(env: Environment): PullFaults {
  const cell = env.cell<readonly PullFault[]>('engine:pull-faults', []);
  return {
    add(fault) {
      cell.value = [...cell.value, fault];
    },
    repair(scope) {
      cell.value = cell.value.filter((fault) => !isWithin(fault, scope));
    },
    of: (node, image) => decidePullFault(cell.value, node, image),
  };
}

/** Decides what is wrong with one pull: of each kind the newest that strikes it. */
export function decidePullFault(
  faults: readonly PullFault[],
  node: string,
  image: string,
): { readonly delayMs: number; readonly error?: string } {
  const struck = faults.filter(
    (fault) =>
      (fault.node === undefined || fault.node === node) &&
      (fault.image === undefined || isSameImage(fault.image, image)),
  );
  const slow = struck.filter(({ delayMs }) => delayMs !== undefined).at(-1);
  const failing = struck.filter(({ error }) => error !== undefined).at(-1);
  const delayMs = slow?.delayMs ?? 0;
  return failing?.error === undefined ? { delayMs } : { delayMs, error: failing.error };
}

function isWithin(fault: PullFault, scope: PullScope): boolean {
  return (
    (scope.node === undefined || scope.node === fault.node) &&
    (scope.image === undefined || scope.image === fault.image)
  );
}
