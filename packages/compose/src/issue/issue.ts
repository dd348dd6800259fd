import type { Issue as CoreIssue } from '@swarmsim/core';

/** How much an issue matters: an error keeps the stack from being made, a warning does not. */
export type IssueSeverity = 'error' | 'warning';

/** Something wrong in a stack file, and where. Lines and columns count from 1. */
export interface Issue extends CoreIssue {
  readonly severity: IssueSeverity;
  /** Name of the file, as the caller gave it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What kind of problem an issue is; stable, so that callers can tell issues apart. */
export type IssueCode =
  | 'malformed-yaml'
  | 'forbidden-option'
  | 'unsupported-option'
  | 'deprecated-option'
  | 'unsupported-version'
  | 'malformed-interpolation'
  | 'schema-violation'
  | 'malformed-value'
  | 'malformed-image'
  | 'malformed-stack-name'
  | 'missing-file'
  | 'malformed-env-file'
  | 'conflicting-options'
  | 'undefined-reference'
  | 'duplicate-target'
  | 'credential-spec'
  | 'ignored-value'
  | 'not-simulated';

/** Where in the file something stands. */
export interface Position {
  /** Dotted path, such as `services.web.ports.0`; the empty text is the whole file. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** Collects the issues of one file; a report never stops the work. */
export interface IssueLog {
  readonly error: (at: Position, code: IssueCode, message: string) => void;
  readonly warning: (at: Position, code: IssueCode, message: string) => void;
  readonly errorCount: () => number;
  readonly issues: () => readonly Issue[];
}

/** Makes an empty log for one file. */
export function createIssueLog(file: string): IssueLog {
  const issues: Issue[] = [];
  let errors = 0;
  const add = (
    severity: IssueSeverity,
    { path, line, column }: Position,
    problem: { code: IssueCode; message: string },
  ): void => {
    if (severity === 'error') errors += 1;
    issues.push({ ...problem, severity, file, line, column, path });
  };
  return {
    error: (at, code, message) => add('error', at, { code, message }),
    warning: (at, code, message) => add('warning', at, { code, message }),
    errorCount: () => errors,
    issues: () => [...issues],
  };
}
