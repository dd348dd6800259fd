/**
 * What a user says of Active Directory. Plain data; names have no case. Hosts and gMSAs may be named with
 * the `$` that their SAM names end in; where a group or a user has the name of a host, the name without it
 * means the group or the user.
 */

/** Domains by DNS name, such as `contoso.com`. */
export type DirectoryOptions = Readonly<Record<string, DomainOptions>>;

/** A domain, its controllers, and what they know. */
export interface DomainOptions {
  /** DNS name of the forest's root. Default: the domain itself. */
  readonly forest?: string;
  /** Default: the first label of the domain in capitals. */
  readonly netBiosName?: string;
  /** SID of the domain. Default: derived from its name. */
  readonly sid?: string;
  /** GUID of the domain. Default: derived from its name. */
  readonly guid?: string;
  /** Domain controllers by name. Default: one, `DC1`, that every site reaches. */
  readonly controllers?: Readonly<Record<string, ControllerOptions>>;
  /**
   * The KDS root key, without which no gMSA has a password. It works ten hours after it was created.
   * It belongs to the forest: said of one domain, it is said of all in it. Default: created long before
   * the simulation began.
   */
  readonly kdsRootKey?: 'none' | KdsRootKeyOptions;
  /**
   * Computers that have an account before they join the swarm, by host name: so groups can have them as
   * members. Windows hosts of the swarm have theirs by themselves.
   */
  readonly computers?: readonly string[];
  /** Security groups by name. */
  readonly groups?: Readonly<Record<string, GroupOptions>>;
  /** gMSAs by SAM name, without `$`. */
  readonly accounts?: Readonly<Record<string, AccountOptions>>;
  /** Users by SAM name: what plugins on hosts outside the domain log on as. */
  readonly users?: Readonly<Record<string, UserOptions>>;
  /** Servers that grant or refuse an identity, by name: what applications in containers talk to. */
  readonly servers?: Readonly<Record<string, ServerOptions>>;
}

/** A domain controller. */
export interface ControllerOptions {
  /** Default: `Default-First-Site-Name`. */
  readonly site?: string;
  /** Sites whose hosts reach it. Default: all. */
  readonly reachableFrom?: readonly string[];
}

/** The root key of the key distribution service. */
export interface KdsRootKeyOptions {
  /** Instant of its creation in ms since the simulation began; before that it is negative. */
  readonly createdAt: number;
}

/** A security group. */
export interface GroupOptions {
  /** Hosts, gMSAs, users and groups of the domain. */
  readonly members: readonly string[];
}

/** A group managed service account. */
export interface AccountOptions {
  /** `PrincipalsAllowedToRetrieveManagedPassword`: hosts, groups and users of the domain. */
  readonly retrievableBy?: readonly string[];
  /** `ManagedPasswordIntervalInDays`, fixed at creation. Default 30. */
  readonly passwordIntervalDays?: number;
  /** Instant of its creation in ms since the simulation began. Default 0. */
  readonly createdAt?: number;
  /** Service principal names, each unique in its forest. */
  readonly servicePrincipalNames?: readonly string[];
}

/** A user. */
export interface UserOptions {
  readonly password: string;
}

/** A server of the domain that applications authenticate to. */
export interface ServerOptions {
  readonly kind: 'sql-server' | 'file-share';
  /** Accounts (`webapp01` or `webapp01$`), users and groups that it lets in. */
  readonly grants: readonly string[];
}

/** An edit of the directory while the simulation runs. */
export type DirectoryEdit =
  /** `New-ADServiceAccount`. */
  | ({ readonly kind: 'create-account'; readonly account: string } & AccountOptions)
  /** `Remove-ADServiceAccount`. */
  | { readonly kind: 'remove-account'; readonly account: string }
  /** `Set-ADServiceAccount -PrincipalsAllowedToRetrieveManagedPassword`: replaces them all. */
  | {
      readonly kind: 'allow-retrieval';
      readonly account: string;
      readonly retrievableBy: readonly string[];
    }
  /** `Add-ADGroupMember`; a host's ticket knows of it from its next start on. */
  | { readonly kind: 'add-member'; readonly group: string; readonly member: string }
  /** `Remove-ADGroupMember`; a host's ticket keeps it until its next start. */
  | { readonly kind: 'remove-member'; readonly group: string; readonly member: string }
  /** `Add-KdsRootKey`: works ten hours later, or at once with `-EffectiveTime` in the past. */
  | { readonly kind: 'add-root-key'; readonly effectiveImmediately?: boolean }
  /** Grants or refuses a server's use. */
  | { readonly kind: 'grant'; readonly server: string; readonly grants: readonly string[] };
