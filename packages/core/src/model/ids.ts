/**
 * Ids of cluster objects. An id is 25 characters of base 36 when the simulation minted it
 * (SwarmKit: identity/randomid.go); ids given from outside may be any non-empty text.
 */

declare const brand: unique symbol;

/** A string that the compiler keeps apart from other strings. */
export type Brand<Name extends string> = string & { readonly [brand]: Name };

/** Id of a cluster. */
export type ClusterId = Brand<'ClusterId'>;
/** Id of a node. */
export type NodeId = Brand<'NodeId'>;
/** Id of a service. */
export type ServiceId = Brand<'ServiceId'>;
/** Id of a task. */
export type TaskId = Brand<'TaskId'>;
/** Id of a config. */
export type ConfigId = Brand<'ConfigId'>;
/** Id of a secret. */
export type SecretId = Brand<'SecretId'>;
/** Id of a network. */
export type NetworkId = Brand<'NetworkId'>;

/** Takes a text from outside (a recording, a user's argument) as an id of the wanted kind. */
export function toId<Id extends Brand<string>>(text: string): Id {
  return text as Id;
}
