/** What hosts and containers ask of Active Directory, and what it answers at that moment. */
import type { NodeId } from '../model/ids.ts';

/** The directory as the rest of the simulation sees it. Every answer is worked out when it is asked. */
export interface DirectoryQueries {
  /**
   * A host asks for the password of a gMSA, as itself or, where it is not joined, as the user that a
   * plugin gave it.
   */
  retrievePassword(request: PasswordRequest): PasswordAnswer;
  /** A domain by DNS or NetBIOS name; undefined where there is none. */
  domain(name: string): DomainIdentity | undefined;
  /** Whether a server of a domain lets an account in; undefined where there is no such server. */
  askServer(server: string, account: AccountIdentity | undefined): ServerAnswer | undefined;
}

/** Who asks for the password of which account. */
export interface PasswordRequest {
  readonly nodeId: NodeId;
  /** DNS or NetBIOS name, as the credential spec has it. */
  readonly domain: string;
  /** SAM name, without `$`. */
  readonly account: string;
  /** Absent: the host asks with its own account. */
  readonly user?: PortableCredentials;
}

/** What a plugin of Container Credential Guard answers. */
export interface PortableCredentials {
  readonly domain: string;
  readonly user: string;
  readonly password: string;
}

/** A domain, by all of its names. */
export interface DomainIdentity {
  readonly dnsName: string;
  readonly netBiosName: string;
  readonly forest: string;
  readonly sid: string;
  readonly guid: string;
}

/** An account, by all of its names. */
export interface AccountIdentity {
  readonly domain: DomainIdentity;
  /** SAM name, without `$`. */
  readonly name: string;
}

/** The password, or the first reason why there is none. */
export type PasswordAnswer =
  | {
      readonly kind: 'retrieved';
      readonly account: AccountIdentity;
      readonly password: ManagedPassword;
    }
  | { readonly kind: 'refused'; readonly reason: PasswordRefusal };

/**
 * Why a host gets no password. In this order: `not-joined` (and no user either), `other-domain` (the
 * host has joined another one than the account's), `unknown-domain`, `trust-broken` (the host's own
 * account is not believed), `no-controller` (none is reached), `bad-credentials` (of the user),
 * `unknown-account`, `no-root-key` (there is none, or it is younger than ten hours), `not-allowed`, and
 * `awaits-restart` (allowed by a group that the host's ticket does not show yet).
 */
export type PasswordRefusal =
  | 'not-joined'
  | 'other-domain'
  | 'unknown-domain'
  | 'trust-broken'
  | 'no-controller'
  | 'bad-credentials'
  | 'unknown-account'
  | 'no-root-key'
  | 'not-allowed'
  | 'awaits-restart';

/** A managed password, told apart by number: it counts the changes since the account was created. */
export interface ManagedPassword {
  readonly current: number;
  /** Absent before the first change. */
  readonly previous?: number;
  /** Instant of the next change. */
  readonly changesAt: number;
}

/** What a server says to whoever logs on. */
export interface ServerAnswer {
  readonly kind: 'sql-server' | 'file-share';
  readonly server: string;
  readonly isGranted: boolean;
}
