import { parseCredentialSpec } from '../credential-spec/credential-spec.ts';
import type {
  AccountIdentity,
  DirectoryQueries,
  ManagedPassword,
  PasswordRefusal,
  PortableCredentials,
} from '../directory/directory-queries.ts';
import type { NodeId } from '../model/ids.ts';

/**
 * Decides what a running Windows container is on the network at this moment. Its processes keep their
 * users; this is what those that run as SYSTEM or NETWORK SERVICE are to others.
 * Microsoft: gmsa-run-container.md.
 *
 * Deviation: nothing is kept between two questions, neither tickets nor the password that the host once
 * got, so that what changes in the directory shows at once; a real ticket lives on for hours.
 */
export function decideIdentity(facts: IdentityFacts, directory: IdentityDirectory): Identity {
  if (facts.credentialSpec === undefined)
    return { kind: 'anonymous', reason: 'no-credential-spec' };
  const claim = readClaim(facts.credentialSpec);
  if (claim.kind === 'unusable') return { kind: 'anonymous', reason: claim.reason };
  const { domain } = claim;
  const answer = directory.retrievePassword({
    nodeId: facts.nodeId,
    domain,
    account: claim.account,
    ...(facts.portableCredentials !== undefined && { user: facts.portableCredentials }),
  });
  if (answer.kind === 'refused') return { kind: 'anonymous', reason: answer.reason, domain };
  const isOld = facts.build !== undefined && facts.build < separateIdentityBuild;
  if (isOld && facts.startedLater.some((text) => isSameClaim(readClaim(text), claim, directory))) {
    return { kind: 'anonymous', reason: 'shared-account', domain };
  }
  const { account, password } = answer;
  const fails = isOld && !isSameName(facts.hostname, account.name) ? hostnameBound : [];
  return { kind: 'domain-account', account, password, fails };
}

/** What a container's identity follows from, besides the directory. Plain data. */
export interface IdentityFacts {
  readonly nodeId: NodeId;
  /** Build of the host's Windows; absent where it is not known. */
  readonly build?: number;
  /** Name of the container. */
  readonly hostname: string;
  /** The text that Windows was handed when the container started; absent: none. */
  readonly credentialSpec?: string;
  /** What a plugin gave the host, which then asks for the password as that user. */
  readonly portableCredentials?: PortableCredentials;
  /** Credential specs of the host's other containers that run and started after this one. */
  readonly startedLater: readonly string[];
}

/** What of the directory decides. */
export type IdentityDirectory = Pick<DirectoryQueries, 'retrievePassword' | 'domain'>;

/** What a container is to others, or why it is nobody. */
export type Identity =
  | {
      readonly kind: 'domain-account';
      readonly account: AccountIdentity;
      readonly password: ManagedPassword;
      /** What does not work nevertheless. */
      readonly fails: readonly IdentityLimit[];
    }
  | {
      readonly kind: 'anonymous';
      readonly reason: AnonymousReason;
      /** The domain that the credential spec names, where it could be read. */
      readonly domain?: string;
    };

/** What needs a container to be named as its account is, before Windows Server 2019. */
export type IdentityLimit = 'inbound-ntlm' | 'name-translation';

/**
 * Why a container is nobody. `malformed`: its credential spec is no document that Windows could use;
 * `unlisted-account`: the account it is to be is not among those the document lists; `wrong-scope`: an
 * account is listed for another domain; `shared-account`: on a host before build 17763, a container that
 * started later is the same account. All others are the directory's.
 */
export type AnonymousReason =
  | 'no-credential-spec'
  | 'malformed'
  | 'unlisted-account'
  | 'wrong-scope'
  | PasswordRefusal
  | 'shared-account';

/** How an identity is decided; tests replace it by a wrong one. */
export type DecideIdentity = typeof decideIdentity;

/**
 * From Windows Server 2019 on a container's identity has nothing to do with its host name, and
 * containers may share one. Microsoft: gmsa-troubleshooting.md, Known issues.
 *
 * Deviation: before that, containers of one account cancel each other's sessions at chance; here the one
 * that started last has the session.
 */
const separateIdentityBuild = 17_763;

/** Kerberos goes on to work. Microsoft: gmsa-troubleshooting.md, Known issues. */
const hostnameBound: readonly IdentityLimit[] = ['inbound-ntlm', 'name-translation'];

/** The account that a document says the container is, or why it says none. */
type Claim =
  | { readonly kind: 'account'; readonly domain: string; readonly account: string }
  | { readonly kind: 'unusable'; readonly reason: AnonymousReason };

// Inferred: what Windows makes of a document with a wrong SID, GUID or forest is not known, so these are
// not compared with the directory's; it finds the domain by its DNS name, and the account by its own.
function readClaim(text: string): Claim {
  const { spec, issues } = parseCredentialSpec(text);
  if (spec !== undefined) {
    const { DnsName: domain, MachineAccountName: account } = spec.DomainJoinConfig;
    return { kind: 'account', domain, account };
  }
  const named = new Set<string>(namingMistakes);
  const errors = issues.filter(({ severity }) => severity === 'error');
  const isReadable = errors.every(({ code }) => named.has(code));
  const reason = namingMistakes.find((mistake) => errors.some(({ code }) => code === mistake));
  return { kind: 'unusable', reason: (isReadable ? reason : undefined) ?? 'malformed' };
}

/** Mistakes of a document that can be read: its names do not fit each other. */
const namingMistakes = ['unlisted-account', 'wrong-scope'] as const;

function isSameClaim(left: Claim, right: Claim, directory: IdentityDirectory): boolean {
  if (left.kind === 'unusable' || right.kind === 'unusable') return false;
  const dnsNameOf = ({ domain }: typeof left): string =>
    directory.domain(domain)?.dnsName ?? domain;
  return isSameName(left.account, right.account) && isSameName(dnsNameOf(left), dnsNameOf(right));
}

/** Names of accounts, domains and hosts have no case. */
function isSameName(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
