/**
 * Who a container is on the network. It watches nothing and keeps nothing: whenever it is asked, it works
 * out from the credential spec that Windows was handed, from the host and from the directory what the
 * container is now, and what commands and servers say to that. It never touches tasks or containers: one
 * that is nobody runs on, and its task says `running`.
 */
import type {
  AccountIdentity,
  DirectoryQueries,
  ManagedPassword,
} from '../directory/directory-queries.ts';
import { SwarmSimError } from '../kernel/errors.ts';
import {
  decideIdentity,
  type AnonymousReason,
  type DecideIdentity,
  type Identity,
  type IdentityFacts,
  type IdentityLimit,
} from './decide-identity.ts';
import { describeAccess, type AccessResult } from './describe-access.ts';
import { describeCommands, formatUpn, type IdentityCommands } from './describe-commands.ts';

/** What a running container is to others at one moment. Plain data. */
export interface ContainerIdentity {
  /** `CONTOSO\webapp01$`; absent where it is nobody. */
  readonly account?: string;
  /** User principal name: `webapp01$@contoso.com`. */
  readonly upn?: string;
  /** The password it logs on with, by number. */
  readonly password?: ManagedPassword;
  /** What does not work although it is somebody; absent: everything works. */
  readonly fails?: readonly IdentityLimit[];
  /** Why it is nobody. */
  readonly reason?: AnonymousReason;
  readonly commands: IdentityCommands;
}

/** What is known of a container that is asked who it is. */
export interface ProbeFacts extends IdentityFacts {
  /** DNS name of the domain that its host has joined. */
  readonly hostDomain?: string;
}

/** See the head of this file. */
export interface IdentityProbe {
  /** What a container is. */
  identify(facts: ProbeFacts): ContainerIdentity;
  /** What a server of the directory says to it. @throws SwarmSimError `not-found`, or `ambiguous`. */
  access(facts: ProbeFacts, server: string): AccessResult;
}

/** Makes the probe. */
export function createIdentityProbe(
  directory: DirectoryQueries,
  decide: DecideIdentity = decideIdentity,
): IdentityProbe {
  return {
    identify: (facts) => showIdentity(decide(facts, directory), facts.hostDomain),
    access(facts, server) {
      const identity = decide(facts, directory);
      const account = identity.kind === 'domain-account' ? identity.account : undefined;
      const answer = directory.askServer(server, account);
      if (answer === undefined) {
        throw new SwarmSimError('not-found', `no domain has a server ${server}`);
      }
      return describeAccess(answer, identity, account && formatAccount(account));
    },
  };
}

function showIdentity(identity: Identity, hostDomain: string | undefined): ContainerIdentity {
  const commands = describeCommands(identity, hostDomain);
  if (identity.kind === 'anonymous') return { reason: identity.reason, commands };
  const { account, password, fails } = identity;
  return {
    account: formatAccount(account),
    upn: formatUpn(account),
    password,
    ...(fails.length > 0 && { fails }),
    commands,
  };
}

/** The name of a gMSA as servers show it: `CONTOSO\webapp01$`. */
function formatAccount({ name, domain }: AccountIdentity): string {
  return `${domain.netBiosName}\\${name}$`;
}
