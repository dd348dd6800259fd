/** What a deployment did: for its report, and for taking it back. */
export interface Journal {
  readonly add: (change: Change, entry: JournalEntry) => void;
  /** Takes everything back, the last change first. */
  readonly undo: () => void;
  readonly report: () => DeployReport;
}

/** What happened to an object. */
export type Change = 'created' | 'updated' | 'removed';

/** One change. */
export interface JournalEntry {
  readonly object: DeployedObject;
  /** What docker prints; nothing for updates of secrets and configs. */
  readonly line?: string;
  readonly undo: () => unknown;
}

/** What a deployment did, in the order in which it did it. */
export interface DeployReport {
  readonly created: readonly DeployedObject[];
  readonly updated: readonly DeployedObject[];
  readonly removed: readonly DeployedObject[];
  /** The lines that docker prints. */
  readonly output: readonly string[];
}

/** An object of the swarm that a deployment changed. */
export interface DeployedObject {
  readonly kind: 'network' | 'secret' | 'config' | 'service';
  readonly id: string;
  readonly name: string;
}

/** Makes an empty journal. */
export function createJournal(): Journal {
  const entries: (JournalEntry & { readonly change: Change })[] = [];
  const objects = (change: Change): readonly DeployedObject[] =>
    entries.filter((entry) => entry.change === change).map(({ object }) => object);
  return {
    add: (change, entry) => {
      entries.push({ ...entry, change });
    },
    undo: () => {
      for (let entry = entries.pop(); entry !== undefined; entry = entries.pop()) entry.undo();
    },
    report: () => ({
      created: objects('created'),
      updated: objects('updated'),
      removed: objects('removed'),
      output: entries.flatMap(({ line }) => line ?? []),
    }),
  };
}
