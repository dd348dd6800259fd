import type { Commit, Config, TraceRecord } from '@swarmsim/core';

/** A credential spec that was somewhere for a while. */
export interface Copy {
  readonly where: 'host' | 'registry' | 'manager';
  /** Id of the node, for a copy on a host. */
  readonly node?: string;
  readonly service: string;
  readonly bytes: number;
  readonly from: number;
  /** Absent where it is still there. */
  readonly to?: number;
}

/**
 * Follows all copies through a trace: files and registry values as they are written, images as they are
 * pushed and pulled, configs as they come to managers and nodes.
 */
export function followCopies(records: readonly TraceRecord[]): readonly Copy[] {
  const ledger = new Ledger();
  for (const { at, kind, data } of records) {
    if (kind === 'commit') followConfigs(ledger, at, data as Commit);
    else if (Object.hasOwn(readers, kind)) readers[kind]?.(ledger, at, data as Note);
  }
  return ledger.copies();
}

/** The service that something is called after: `app3`, `app3.json`, `app3-2`, `registry/app3:1`. */
export function serviceOf(name: string): string {
  return /app\d+/.exec(name)?.[0] ?? '';
}

/** What notes in the trace carry. */
interface Note {
  readonly node: string;
  readonly place: string;
  readonly name: string;
  readonly image: string;
  readonly id: string;
  readonly bytes: number;
  readonly credentialSpecBytes: number;
}

type Opened = Omit<Copy, 'from' | 'to'>;

class Ledger {
  readonly #copies: Copy[] = [];
  readonly #open = new Map<string, Opened & { readonly from: number }>();
  /** Names of configs, by id. */
  readonly configNames = new Map<string, string>();

  /** A copy is made; one that was in its place is gone. */
  open(key: string, at: number, copy: Opened): void {
    this.close(key, at);
    this.#open.set(key, { ...copy, from: at });
  }

  close(key: string, at: number): void {
    const copy = this.#open.get(key);
    if (copy === undefined) return;
    this.#open.delete(key);
    this.#copies.push({ ...copy, to: at });
  }

  copies(): readonly Copy[] {
    return [...this.#copies, ...this.#open.values()].sort((a, b) => a.from - b.from);
  }
}

const readers: Readonly<Record<string, (ledger: Ledger, at: number, note: Note) => void>> = {
  'credential-spec-written': (ledger, at, { node, place, name, bytes }) => {
    const key = `${node}/${place}/${name.toLowerCase()}`;
    ledger.open(key, at, { where: 'host', node, service: serviceOf(name), bytes });
  },
  'credential-spec-deleted': (ledger, at, { node, place, name }) => {
    ledger.close(`${node}/${place}/${name.toLowerCase()}`, at);
  },
  'image-pushed': (ledger, at, { image, credentialSpecBytes: bytes }) => {
    if (bytes === 0) return;
    ledger.open(`registry/${image}`, at, { where: 'registry', service: serviceOf(image), bytes });
  },
  'image-pulled': (ledger, at, { node, image, credentialSpecBytes: bytes }) => {
    if (bytes === 0) return;
    const service = serviceOf(image);
    ledger.open(`${node}/image/${image}`, at, { where: 'host', node, service, bytes });
  },
  'config-arrived': (ledger, at, { node, id, bytes }) => {
    const service = serviceOf(ledger.configNames.get(id) ?? '');
    ledger.open(`${node}/config/${id}`, at, { where: 'host', node, service, bytes });
  },
  'config-left': (ledger, at, { node, id }) => ledger.close(`${node}/config/${id}`, at),
};

function followConfigs(ledger: Ledger, at: number, { changes }: Commit): void {
  for (const { table, action, id, after } of changes) {
    if (table !== 'config') continue;
    if (action === 'delete') ledger.close(`manager/${id}`, at);
    if (action !== 'create') continue;
    const { name, data = '' } = (after as Config).spec;
    ledger.configNames.set(id, name);
    ledger.open(`manager/${id}`, at, {
      where: 'manager',
      service: serviceOf(name),
      bytes: byteLength(data),
    });
  }
}

/** Bytes that a base64 text stands for. */
function byteLength(base64: string): number {
  return (base64.length / 4) * 3 - (/=*$/.exec(base64)?.[0].length ?? 0);
}
