import type { NodeSet } from './node-set.ts';
import type { TieBreaker } from './ties.ts';

/** The order in which a group visits the nodes: one fixed circle, entered and stepped by ties. */
export class NodeTour {
  readonly #nodes: NodeSet;
  #circle: Int32Array = new Int32Array(0);
  #membership = -1;

  constructor(nodes: NodeSet) {
    this.#nodes = nodes;
  }

  /** Calls `visit` with the slot of every node. */
  forEach(ties: TieBreaker, visit: (slot: number) => void): void {
    const circle = this.#currentCircle();
    const { length } = circle;
    const { start, stride } = ties.tour(length);
    let place = start;
    for (let visited = 0; visited < length; visited += 1) {
      visit(circle[place] as number);
      place += stride;
      if (place >= length) place -= length;
    }
  }

  #currentCircle(): Int32Array {
    const nodes = this.#nodes;
    if (this.#membership !== nodes.membership) {
      const { ties, instances } = nodes;
      this.#membership = nodes.membership;
      this.#circle = Int32Array.from(nodes.slots()).sort(
        (a, b) => (ties[a] ?? 0) - (ties[b] ?? 0) || (instances[a] ?? 0) - (instances[b] ?? 0),
      );
    }
    return this.#circle;
  }
}
