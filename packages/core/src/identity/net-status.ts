/** Statuses of Windows as `nltest` and `klist` print them. */
import type { AnonymousReason } from './decide-identity.ts';

/** A status by number and name. Microsoft: System Error Codes, 1300 to 1799. */
export interface NetStatus {
  readonly code: number;
  readonly name: string;
}

/** Writes a status as `nltest` does: `Status = 1722 0x6ba RPC_S_SERVER_UNAVAILABLE`. */
export function formatStatus({ code, name }: NetStatus): string {
  return `Status = ${code} 0x${code.toString(16)} ${name}`;
}

/** It works. */
export const success: NetStatus = { code: 0, name: 'NERR_Success' };

/** Netlogon does not run, as no domain was given to the container. */
export const noNetlogon: NetStatus = { code: 1722, name: 'RPC_S_SERVER_UNAVAILABLE' };

const noLogonServers: NetStatus = { code: 1311, name: 'ERROR_NO_LOGON_SERVERS' };
const noSuchDomain: NetStatus = { code: 1355, name: 'ERROR_NO_SUCH_DOMAIN' };
const noTrustSecret: NetStatus = { code: 1786, name: 'ERROR_NO_TRUST_LSA_SECRET' };
const noTrustAccount: NetStatus = { code: 1787, name: 'ERROR_NO_TRUST_SAM_ACCOUNT' };
const trustFailure: NetStatus = { code: 1789, name: 'ERROR_TRUSTED_RELATIONSHIP_FAILURE' };

/**
 * Status of the domain session for each reason. Kubernetes: KEP-689 has ERROR_NO_LOGON_SERVERS and
 * ERROR_NO_TRUST_LSA_SECRET for hosts that are not joined and for those that are not allowed; Microsoft
 * has ERROR_NO_TRUST_SAM_ACCOUNT for a domain without the account, and a trust failure for containers
 * that share one. Inferred: which of the first two belongs to which, and all others.
 */
export const sessionStatuses: Readonly<Record<AnonymousReason, NetStatus>> = {
  'no-credential-spec': noNetlogon,
  malformed: noNetlogon,
  'unlisted-account': noTrustSecret,
  'wrong-scope': noTrustSecret,
  'not-joined': noLogonServers,
  'other-domain': noLogonServers,
  'unknown-domain': noSuchDomain,
  'trust-broken': trustFailure,
  'no-controller': noLogonServers,
  'bad-credentials': noTrustSecret,
  'unknown-account': noTrustAccount,
  'no-root-key': noTrustSecret,
  'not-allowed': noTrustSecret,
  'awaits-restart': noTrustSecret,
  'shared-account': trustFailure,
};

/** What `klist` says where it gets no ticket. Microsoft: NTSTATUS values. */
export interface TicketFailure {
  /** The same as a system error code. */
  readonly substatus: number;
  readonly status: number;
  readonly text: string;
}

/** No controller was found to ask. */
const noController: TicketFailure = {
  substatus: 0x51f,
  status: 0xc000005e,
  text: 'There are currently no logon servers available to service the logon request.',
};

/** Nobody has logged on, as there is no password to log on with. */
const noSession: TicketFailure = {
  substatus: 0x520,
  status: 0xc000005f,
  text: 'A specified logon session does not exist. It may already have been terminated.',
};

/** Text of the system error 1789. */
export const trustFailureText =
  'The trust relationship between this workstation and the primary domain failed.';

const brokenTrust: TicketFailure = { substatus: 0x6fd, status: 0xc000018d, text: trustFailureText };

/** Inferred: a session that was cancelled, or whose trust is lost, fails as one without logon servers does. */
export function ticketFailureOf(reason: AnonymousReason): TicketFailure {
  const status = sessionStatuses[reason];
  if (status === trustFailure) return brokenTrust;
  return status === noLogonServers || status === noSuchDomain ? noController : noSession;
}
