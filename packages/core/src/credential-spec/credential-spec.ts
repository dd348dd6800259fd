/**
 * The credential spec: the JSON document that names a group managed service account (gMSA) and its
 * domain for a Windows container. It holds no secret. Docker passes it on unread; Windows reads it
 * when the container starts. This room builds such documents and says what is wrong with one; it
 * never decides whether a container starts.
 */
export {
  credentialSpec,
  formatCredentialSpec,
  type CredentialSpecOptions,
  type HostAccountOptions,
} from './build-credential-spec.ts';
export type {
  ActiveDirectoryConfig,
  CredentialSpec,
  DomainJoinConfig,
  GroupManagedServiceAccount,
  HostAccountConfig,
} from './credential-spec-document.ts';
export { CredentialSpecError } from './credential-spec-error.ts';
export { deriveDomainGuid, deriveDomainSid, deriveNetBiosName } from './domain-identity.ts';
export type { CredentialSpecIssue, CredentialSpecIssueCode } from './credential-spec-issue.ts';
export { parseCredentialSpec, type ParsedCredentialSpec } from './parse-credential-spec.ts';
