import type { ConfigId } from './ids.ts';
import type { Labels, Meta } from './meta.ts';

/** What the user asked of a config. */
export interface ConfigSpec {
  readonly name: string;
  readonly labels?: Labels;
  /** The bytes, in base64 as in the Engine API; absent where the caller gave none. */
  readonly data?: string;
  readonly templating?: string;
}

/** A config of the cluster. Only its labels may change. SwarmKit: api/objects.proto, Config. */
export interface Config {
  readonly id: ConfigId;
  readonly meta: Meta;
  readonly spec: ConfigSpec;
}
