import { createControlApi, Kernel, Store, type ControlApi } from '@swarmsim/core/parts';
import type { TableName } from '@swarmsim/core';

/** A cluster under test, and what the steps of a session have made in it. */
export class ApiSession {
  readonly kernel: Kernel = new Kernel({ seed: 1 });
  readonly store: Store = new Store(this.kernel);
  readonly api: ControlApi = createControlApi(this.kernel, this.store);
  readonly #made = new Map<string, MadeObject>();

  /** Notes the object that a step has made, changed or read. */
  remember(step: string, made: MadeObject): void {
    this.#made.set(step, made);
  }

  /** Puts the real ids in the place of `<step>` in an expected message. */
  fillIn(message: string): string {
    return message.replaceAll(/<([^<>]*)>/g, (whole, step: string) => {
      return this.#made.get(step)?.id ?? whole;
    });
  }

  /** Replaces the values that refer to earlier steps, and those that stand for long data. */
  resolve(request: ApiRequest): ResolvedRequest {
    const { $nil = [], ID = '', Version, Spec, ...others } = request;
    const isNil = (part: string): boolean => $nil.includes(part);
    return {
      id: String(this.#resolveValue(ID)),
      version: isNil('Version') ? undefined : (this.#resolveValue(Version) as number | undefined),
      spec: isNil('Spec') ? undefined : this.#resolveValue(Spec),
      isNil,
      others,
    };
  }

  #resolveValue(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#resolveValue(item));
    if (typeof value !== 'object' || value === null) return value;
    const special = value as SpecialValue;
    if (special.$ref !== undefined) return this.#find(special.$ref).id;
    if (special.$version !== undefined) return this.#find(special.$version).version;
    if (special.$currentVersion !== undefined) return this.#currentVersion(special.$currentVersion);
    if (special.$repeat !== undefined) {
      return Buffer.from(special.$repeat.repeat(special.times ?? 0)).toString('base64');
    }
    const entries = Object.entries(value).map(
      ([key, item]) => [key, this.#resolveValue(item)] as const,
    );
    return Object.fromEntries(entries);
  }

  #find(step: string): MadeObject {
    const made = this.#made.get(step);
    if (made === undefined) throw new Error(`step ${step} made nothing`);
    return made;
  }

  #currentVersion(step: string): number {
    const { table, id } = this.#find(step);
    const object = this.store.get(table, id);
    if (object === undefined) throw new Error(`the object of step ${step} is gone`);
    return object.meta.version;
  }
}

/** An object of the store as a step left it. */
export interface MadeObject {
  readonly table: TableName;
  readonly id: string;
  readonly version: number;
}

/** A request as it is recorded. */
export interface ApiRequest {
  readonly $nil?: readonly string[];
  readonly ID?: unknown;
  readonly Version?: unknown;
  readonly Spec?: unknown;
  readonly Rollback?: string;
  readonly Force?: boolean;
  readonly Role?: string;
  readonly State?: string;
  readonly Availability?: string;
  readonly HistoryLimit?: number;
  readonly HeartbeatPeriod?: number;
}

/** A request whose references are resolved. */
export interface ResolvedRequest {
  readonly id: string;
  readonly version: number | undefined;
  readonly spec: unknown;
  /** Whether a part of the request is not set at all, where the Engine API would set it. */
  readonly isNil: (part: string) => boolean;
  readonly others: Omit<ApiRequest, '$nil' | 'ID' | 'Version' | 'Spec'>;
}

interface SpecialValue {
  readonly $ref?: string;
  readonly $version?: string;
  readonly $currentVersion?: string;
  readonly $repeat?: string;
  readonly times?: number;
}
