/** Stack files, as `docker stack deploy` reads them, for a simulated swarm. */
export {
  type StackIssue,
  type StackIssueCode,
  type StackIssueSeverity,
} from './issue/stack-issue.ts';
export type { ReadFile } from './load/load-environment.ts';
export { parseStack, type ParsedStack, type ParseStackOptions } from './parse-stack.ts';
export { imageLabel, namespaceLabel, type Stack, type StackService } from './plan/stack.ts';
