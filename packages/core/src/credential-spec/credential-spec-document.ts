/**
 * A credential spec, with the names its JSON has.
 * Microsoft: the CredentialSpec PowerShell module, New-CredentialSpec; every leaf is a string.
 */
export interface CredentialSpec {
  /** `ActiveDirectory` is the only plugin there is. */
  readonly CmsPlugins: readonly string[];
  readonly DomainJoinConfig: DomainJoinConfig;
  readonly ActiveDirectoryConfig: ActiveDirectoryConfig;
}

/** The domain, and the account that the container is by default. */
export interface DomainJoinConfig {
  /** Security identifier of the domain, not of the account. */
  readonly Sid: string;
  /** SAM name of the gMSA, without domain and without `$`. */
  readonly MachineAccountName: string;
  /** Identifier of the domain. */
  readonly Guid: string;
  /** DNS name of the forest. */
  readonly DnsTreeName: string;
  /** DNS name of the domain. */
  readonly DnsName: string;
  readonly NetBiosName: string;
}

/** The accounts, and how a host outside the domain gets at their passwords. */
export interface ActiveDirectoryConfig {
  readonly GroupManagedServiceAccounts: readonly GroupManagedServiceAccount[];
  /** Only for hosts that are not joined to the domain. */
  readonly HostAccountConfig?: HostAccountConfig;
}

/** One pair of account and scope; each account has one for the DNS name and one for NetBIOS. */
export interface GroupManagedServiceAccount {
  readonly Name: string;
  /** DNS or NetBIOS name of the domain. */
  readonly Scope: string;
}

/** The plugin that knows a domain user who may read the password. */
export interface HostAccountConfig {
  readonly PortableCcgVersion: string;
  /** Class of the COM plugin, in braces. */
  readonly PluginGUID: string;
  /** Means something to the plugin only. */
  readonly PluginInput: string;
}
