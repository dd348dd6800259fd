/** What is asked of a worker, and what it answers; both travel between threads. */
export type WorkerTask =
  | { readonly kind: 'list'; readonly file: string | undefined }
  | {
      readonly kind: 'check';
      readonly file: string | undefined;
      /** The property file as a test that is kept imports it. */
      readonly module: string | undefined;
      readonly seed: number;
      readonly runs: number;
      /** Whether each scenario is run twice. */
      readonly twice: boolean;
      /** Where the scenario that is being run is written, for the case that it never ends. */
      readonly present: SharedArrayBuffer;
    };

/** What became of a seed. */
export interface SeedResult {
  readonly seed: number;
  /** Scenarios that were run. */
  readonly runs: number;
  readonly failure?: SeedFailure;
}

/** Why a seed failed. */
export interface SeedFailure {
  /** `broken`: a rule or property did not hold. `faulty`: the property itself cannot be checked. */
  readonly kind: 'broken' | 'faulty';
  /** Name of the property. */
  readonly property: string;
  /** The whole story. */
  readonly text: string;
  /** Files to keep, by name. */
  readonly files: Readonly<Record<string, string>>;
}
