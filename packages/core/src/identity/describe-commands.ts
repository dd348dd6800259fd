/**
 * What the commands print that people check a container's identity with. Texts are Microsoft's where its
 * pages or public reports show them; what else stands here is marked as inferred.
 */
import type { AccountIdentity } from '../directory/directory-queries.ts';
import type { AnonymousReason, Identity } from './decide-identity.ts';
import {
  formatStatus,
  noNetlogon,
  sessionStatuses,
  success,
  ticketFailureOf,
} from './net-status.ts';

/** What a command did. */
export interface CommandOutcome {
  readonly command: string;
  readonly exitCode: number;
  /** Standard output and standard error, lines divided by `\n`. */
  readonly output: string;
}

/** The commands, run as SYSTEM inside the container. */
export interface IdentityCommands {
  /** `whoami /upn`: the user principal name. */
  readonly whoamiUpn: CommandOutcome;
  /** `nltest /query`: whether the last logon at the domain worked. */
  readonly nltestQuery: CommandOutcome;
  /** `nltest /sc_verify:DOMAIN`: whether the secure channel works. */
  readonly nltestScVerify: CommandOutcome;
  /** `nltest /parentdomain`: whether a credential spec reached the container. */
  readonly nltestParentDomain: CommandOutcome;
  /** `klist get krbtgt`: whether a ticket-granting ticket can be had. */
  readonly klistGetKrbtgt: CommandOutcome;
}

/** Says what the commands print. `hostDomain` is asked for where the container knows no domain. */
export function describeCommands(identity: Identity, hostDomain?: string): IdentityCommands {
  return {
    whoamiUpn: describeWhoami(identity),
    nltestQuery: describeQuery(identity),
    nltestScVerify: describeScVerify(identity, domainOf(identity) ?? hostDomain ?? 'WORKGROUP'),
    nltestParentDomain: describeParentDomain(identity),
    klistGetKrbtgt: describeKlist(identity),
  };
}

/** The user principal name of a gMSA, such as `webapp01$@contoso.com`. */
export function formatUpn({ name, domain }: AccountIdentity): string {
  return `${name}$@${domain.dnsName}`;
}

// Kubernetes: KEP-689. Windows breaks the line, and writes ERROR before it.
function describeWhoami(identity: Identity): CommandOutcome {
  const command = 'whoami /upn';
  if (identity.kind === 'domain-account') {
    return { command, exitCode: 0, output: formatUpn(identity.account) };
  }
  const reason =
    'Unable to get User Principal Name (UPN) as the current logged-on user is not a domain user.';
  return { command, exitCode: 1, output: `ERROR: ${reason}` };
}

// Inferred: a failure reads as the one that Kubernetes' page shows for 1722, whatever the status.
function describeQuery(identity: Identity): CommandOutcome {
  const command = 'nltest /query';
  if (identity.kind === 'anonymous') return failControl(command, identity.reason);
  const output = lines('Flags: 0', `Connection ${formatStatus(success)}`, completed);
  return { command, exitCode: 0, output };
}

// Microsoft: gmsa-run-container.md; where it fails, plooploops/windows-containers-AD#7.
// Inferred: the name of the controller is left out, and a failure exits as it says, with success.
function describeScVerify(identity: Identity, domain: string): CommandOutcome {
  const command = `nltest /sc_verify:${domain}`;
  const isHealthy = identity.kind === 'domain-account';
  const status = isHealthy ? success : sessionStatuses[identity.reason];
  if (!isHealthy && status === noNetlogon) return failControl(command, identity.reason);
  const output = lines(
    isHealthy ? 'Flags: b0 HAS_IP  HAS_TIMESERV' : 'Flags: 80',
    `Trusted DC Connection Status ${formatStatus(status)}`,
    `Trust Verification ${formatStatus(status)}`,
    completed,
  );
  return { command, exitCode: 0, output };
}

// Kubernetes: configure-gmsa.md, Troubleshooting. Microsoft: an earlier walkthrough shows the success.
// Inferred: it tells where the container belongs, whether that domain answers or not, as moby#37459
// saw it where trust was lost.
function describeParentDomain(identity: Identity): CommandOutcome {
  const command = 'nltest /parentdomain';
  const domain = domainOf(identity);
  if (domain !== undefined) return { command, exitCode: 0, output: `${domain} (1)` };
  const output = `Getting parent domain failed: ${formatStatus(noNetlogon)}`;
  return { command, exitCode: 1, output };
}

// Microsoft: gmsa-run-container.md, without the times of tickets.
// Inferred: failures other than of 0x51f are worded alike.
function describeKlist(identity: Identity): CommandOutcome {
  const command = 'klist get krbtgt';
  if (identity.kind === 'domain-account') {
    const { name, domain } = identity.account;
    const realm = domain.dnsName.toUpperCase();
    const output = lines(
      'A ticket to krbtgt has been retrieved successfully.',
      `#0>     Client: ${name}$ @ ${realm}`,
      `        Server: krbtgt/${realm} @ ${realm}`,
    );
    return { command, exitCode: 0, output };
  }
  const { substatus, status, text } = ticketFailureOf(identity.reason);
  const api = 'Error calling API LsaCallAuthenticationPackage (GetTicket substatus)';
  const output = lines(
    `${api}: 0x${substatus.toString(16)}`,
    // A status is shown as a signed number as well.
    `klist failed with 0x${status.toString(16)}/${status | 0}: ${text}`,
  );
  return { command, exitCode: 1, output };
}

function failControl(command: string, reason: AnonymousReason): CommandOutcome {
  const output = `I_NetLogonControl failed: ${formatStatus(sessionStatuses[reason])}`;
  return { command, exitCode: 1, output };
}

const completed = 'The command completed successfully';

function domainOf(identity: Identity): string | undefined {
  return identity.kind === 'domain-account' ? identity.account.domain.dnsName : identity.domain;
}

function lines(...texts: readonly string[]): string {
  return texts.join('\n');
}
