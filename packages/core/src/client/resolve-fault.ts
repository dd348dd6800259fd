/** Looks up what a fault names: its nodes or its task, as they are now. */
import type { Fault, NodeSelector, NodeTarget, StruckFault, StruckTask } from '../faults/faults.ts';
import { SwarmSimError } from '../kernel/errors.ts';
import { labelOf } from '../model/meta.ts';
import type { NodeId } from '../model/ids.ts';
import {
  parseImageReference,
  toFamiliarText,
  withDefaultTag,
} from '../registry/image-reference.ts';
import type { ReadTx } from '../store/store.ts';
import { resolveReference } from './resolve-reference.ts';
import { resolveTask } from './tasks-api.ts';

/**
 * The faults that strike when this one does: one for each node that it names. `draw` gives a number in
 * [0, 1) for what it is for.
 *
 * @throws SwarmSimError `not-found` or `ambiguous`, or `failed-precondition` for a task without a node.
 */
export function resolveFault(
  state: ReadTx,
  fault: Fault,
  draw: (what: string) => number,
): readonly StruckFault[] {
  switch (fault.kind) {
    case 'exit-task':
    case 'ignore-stop':
    case 'sicken-task':
      return [{ ...fault, task: findTask(state, fault.task) }];
    case 'slow-pulls':
    case 'fail-pulls':
    case 'repair-pulls': {
      const { node, image, ...rest } = fault;
      const pull = image === undefined ? rest : { ...rest, image: spellImage(image) };
      if (node === undefined) return [pull];
      return findNodes(state, node, draw).map((id) => ({ ...pull, node: id }));
    }
    case 'stop-controller':
    case 'start-controller':
      return [fault];
    default:
      return findNodes(state, fault.node, draw).map((id) => ({ ...fault, node: id }));
  }
}

/** The nodes that a target names, in the order in which they joined. */
export function findNodes(
  state: ReadTx,
  target: NodeTarget,
  draw: (what: string) => number,
): readonly NodeId[] {
  if (typeof target === 'string') return [resolveReference(state, 'node', target).id];
  const found = selectNodes(state, target);
  const { pick = found.length, label } = target;
  if (found.length === 0) {
    const which = label === undefined ? 'no node is there' : `no node has the label ${label}`;
    throw new SwarmSimError('not-found', which);
  }
  const left = [...found];
  const picked = new Set<NodeId>();
  while (picked.size < Math.min(pick, found.length)) {
    const index = pick < found.length ? Math.floor(draw(`pick-${left.length}`) * left.length) : 0;
    for (const id of left.splice(index, 1)) picked.add(id);
  }
  return found.filter((id) => picked.has(id));
}

function selectNodes(state: ReadTx, { label }: NodeSelector): readonly NodeId[] {
  const nodes = state.list('node');
  if (label === undefined) return nodes.map(({ id }) => id);
  const [name = '', ...rest] = label.split('=');
  const wanted = label.includes('=') ? rest.join('=') : undefined;
  const selected = nodes.filter(({ spec: { labels } }) => {
    if (labels === undefined || !Object.hasOwn(labels, name)) return false;
    return wanted === undefined || labelOf(labels, name) === wanted;
  });
  return selected.map(({ id }) => id);
}

function findTask(state: ReadTx, reference: string): StruckTask {
  const { id, nodeId } = resolveTask(state, reference);
  if (nodeId !== '') return { id, node: nodeId };
  throw new SwarmSimError('failed-precondition', `task ${id} has no running container`);
}

/** As the engine calls it. */
function spellImage(image: string): string {
  const reference = parseImageReference(image);
  return reference.kind === 'malformed' ? image : toFamiliarText(withDefaultTag(reference));
}
