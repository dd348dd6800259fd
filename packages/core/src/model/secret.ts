import type { SecretId } from './ids.ts';
import type { Labels, Meta } from './meta.ts';

/** What the user asked of a secret. */
export interface SecretSpec {
  readonly name: string;
  readonly labels?: Labels;
  /** The bytes, in base64 as in the Engine API; absent where the caller gave none. */
  readonly data?: string;
  readonly driver?: { readonly name: string; readonly options?: Labels };
  readonly templating?: string;
}

/** A secret of the cluster. Only its labels may change. SwarmKit: api/objects.proto, Secret. */
export interface Secret {
  readonly id: SecretId;
  readonly meta: Meta;
  readonly spec: SecretSpec;
  /** True for secrets the cluster made for itself. */
  readonly internal?: boolean;
}
