/** A generic resource that is counted, such as `gpu=2`. SwarmKit: api/types.proto, DiscreteGenericResource. */
export interface DiscreteGenericResource {
  readonly kind: 'discrete';
  /** Name of the resource, case-sensitive. */
  readonly resource: string;
  readonly value: number;
}

/** One item of a generic resource that has a name, such as `gpu=UUID1`. SwarmKit: NamedGenericResource. */
export interface NamedGenericResource {
  readonly kind: 'named';
  /** Name of the resource, case-sensitive. */
  readonly resource: string;
  readonly value: string;
}

/** A resource kind that the operator invents. */
export type GenericResource = DiscreteGenericResource | NamedGenericResource;

/** What a node has, or a task reserves or is limited to. */
export interface Resources {
  /** CPU time in billionths of a CPU; 0 is none. */
  readonly nanoCpus: number;
  /** Memory in bytes; 0 is none. */
  readonly memoryBytes: number;
  readonly generic?: readonly GenericResource[];
}

/** Limits and reservations of a task. Only reservations matter for placement. */
export interface ResourceRequirements {
  readonly limits?: Resources & { readonly pids?: number };
  readonly reservations?: Resources;
}
