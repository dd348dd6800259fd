/** Something wrong with a credential spec. */
export interface CredentialSpecIssue {
  readonly code: CredentialSpecIssueCode;
  /** Dotted path into the document; the empty text is the whole. */
  readonly path: string;
  readonly message: string;
  /** With an error it is no credential spec; a warning is something that rarely was meant. */
  readonly severity: 'error' | 'warning';
}

/** Names of what may be wrong. */
export type CredentialSpecIssueCode =
  | 'malformed-json'
  | 'wrong-type'
  | 'missing-field'
  | 'unknown-field'
  | 'missing-plugin'
  | 'malformed-account-name'
  | 'account-name-too-long'
  | 'unlisted-account'
  | 'wrong-scope'
  | 'missing-scope'
  | 'duplicate-account'
  | 'malformed-sid'
  | 'malformed-guid'
  | 'malformed-dns-name'
  | 'malformed-netbios-name'
  | 'netbios-name-too-long'
  | 'unknown-ccg-version'
  | 'empty-plugin-input';

/** Where the accounts are. */
export const accountsPath = 'ActiveDirectoryConfig.GroupManagedServiceAccounts';

/** Path of a field of what is at a path. */
export function joinPath(path: string, field: string): string {
  return path === '' ? field : `${path}.${field}`;
}

/** Makes an issue with which a document is no credential spec. */
export function error(
  code: CredentialSpecIssueCode,
  path: string,
  message: string,
): CredentialSpecIssue {
  return { code, path, message, severity: 'error' };
}

/** Makes an issue that rarely was meant. */
export function warning(
  code: CredentialSpecIssueCode,
  path: string,
  message: string,
): CredentialSpecIssue {
  return { code, path, message, severity: 'warning' };
}
