/** What a scenario file may hold besides a scenario: names of files that parts of it come from. */
import type { Scenario, ScenarioStack } from './scenario.ts';

/** A scenario as it is written: what is in files of its own is named by paths relative to it. */
export interface ScenarioFile extends Omit<Scenario, 'stacks'> {
  /** For editors; passed over. */
  readonly $schema?: string;
  /** For people; passed over. */
  readonly comment?: unknown;
  readonly stacks?: Readonly<Record<string, ScenarioStack | StackReference>>;
  readonly import?: ScenarioImport;
}

/** A stack file by its path; the files that it names are found from its folder. */
export interface StackReference {
  readonly file: string;
  /** Variables for `${NAME}`. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What docker printed of a real swarm. */
export interface ScenarioImport {
  /** What `docker node inspect` printed: these nodes join after those of the scenario. */
  readonly nodes?: string | readonly string[];
  /** What `docker service inspect` printed: these services are made in front of all steps. */
  readonly services?: string | readonly string[];
}

/** Reads a file by its path, relative to the scenario's; undefined where there is none. */
export type ReadFile = (path: string) => string | undefined;
