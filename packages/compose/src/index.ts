/** Stack files, as `docker stack deploy` reads them, for a simulated swarm. */
export { deployStack, type DeployOptions, type ResolveImage } from './deploy/deploy-stack.ts';
export type { DeployedObject, DeployReport } from './deploy/journal.ts';
export type { ImageOptions, StackObject, StackTarget } from './deploy/stack-target.ts';
export type { Issue, IssueCode, IssueSeverity } from './issue/issue.ts';
export type { ReadFile } from './load/load-environment.ts';
export { parseStack, type ParsedStack, type ParseStackOptions } from './parse-stack.ts';
export { imageLabel, namespaceLabel, type Stack, type StackService } from './plan/stack.ts';
