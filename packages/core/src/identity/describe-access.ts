import type { ServerAnswer } from '../directory/directory-queries.ts';
import type { Identity } from './decide-identity.ts';
import { trustFailureText } from './net-status.ts';

/** What an application in a container hears from a server that it logs on to. */
export interface AccessResult {
  readonly isGranted: boolean;
  /** Number of the server's or the system's error; 0 where it is let in. */
  readonly code: number;
  readonly message: string;
}

/** Words a server's answer. `account` is `CONTOSO\webapp01$`; absent for nobody. */
export function describeAccess(
  { kind, isGranted }: ServerAnswer,
  identity: Identity,
  account: string | undefined,
): AccessResult {
  return kind === 'sql-server'
    ? describeLogin(isGranted, account)
    : describeShare(isGranted, identity);
}

// Microsoft: MSSQLSERVER_18456, and the messages that SQL Server writes into its error log.
function describeLogin(
  isGranted: boolean,
  account = String.raw`NT AUTHORITY\ANONYMOUS LOGON`,
): AccessResult {
  if (!isGranted) {
    return { isGranted, code: 18_456, message: `Login failed for user '${account}'.` };
  }
  const message = `Login succeeded for user '${account}'. Connection made using Windows authentication.`;
  return { isGranted, code: 0, message };
}

// Microsoft: System Error Codes 5, 1326 and 1789, as `net use` shows them.
function describeShare(isGranted: boolean, identity: Identity): AccessResult {
  if (isGranted) return { isGranted, code: 0, message: 'The command completed successfully.' };
  if (identity.kind === 'domain-account') {
    return { isGranted, code: 5, message: 'Access is denied.' };
  }
  // moby: #37459, what applications hear where trust is lost.
  if (identity.reason === 'trust-broken' || identity.reason === 'shared-account') {
    return { isGranted, code: 1789, message: trustFailureText };
  }
  return { isGranted, code: 1326, message: 'The user name or password is incorrect.' };
}
