import type { CredentialSpec, HostAccountConfig } from './credential-spec-document.ts';
import { CredentialSpecError } from './credential-spec-error.ts';
import { deriveDomainGuid, deriveDomainSid, deriveNetBiosName } from './domain-identity.ts';

/**
 * Makes a credential spec as Microsoft's `New-CredentialSpec` does. What only a real domain knows,
 * its SID and GUID, is derived from the domain's name where it is not given.
 *
 * @throws CredentialSpecError where a name is missing or carries what does not belong to it.
 */
export function credentialSpec(options: CredentialSpecOptions): CredentialSpec {
  checkOptionNames(options);
  const { domain, account, hostAccount, additionalAccounts = [] } = options;
  if (!isDnsName(domain)) {
    throw new CredentialSpecError(`domain must be a DNS name such as contoso.com, not '${domain}'`);
  }
  const accounts = [account, ...additionalAccounts].map(toAccountName);
  const netBiosName = options.netBiosName ?? deriveNetBiosName(domain);
  return {
    CmsPlugins: ['ActiveDirectory'],
    DomainJoinConfig: {
      Sid: options.sid ?? deriveDomainSid(domain),
      MachineAccountName: accounts[0] ?? '',
      Guid: options.guid ?? deriveDomainGuid(domain),
      DnsTreeName: options.forest ?? domain,
      DnsName: domain,
      NetBiosName: netBiosName,
    },
    ActiveDirectoryConfig: {
      GroupManagedServiceAccounts: accounts.flatMap((name) => [
        { Name: name, Scope: domain },
        { Name: name, Scope: netBiosName },
      ]),
      ...(hostAccount !== undefined && { HostAccountConfig: toHostAccountConfig(hostAccount) }),
    },
  };
}

/** Writes a credential spec as the text that goes into a config or a file. */
export function formatCredentialSpec(spec: CredentialSpec): string {
  return JSON.stringify(spec, null, 2);
}

/** What {@link credentialSpec} needs to know. */
export interface CredentialSpecOptions {
  /** DNS name of the domain, such as `contoso.com`. */
  readonly domain: string;
  /** SAM name of the gMSA; a `$` at its end is dropped. */
  readonly account: string;
  /** More gMSAs that the container may be. */
  readonly additionalAccounts?: readonly string[];
  /** Default: the first label of the domain in capitals. */
  readonly netBiosName?: string;
  /** DNS name of the forest. Default: the domain. */
  readonly forest?: string;
  /** SID of the domain. */
  readonly sid?: string;
  /** GUID of the domain. */
  readonly guid?: string;
  /** For hosts outside the domain: the plugin that knows a user who may read the password. */
  readonly hostAccount?: HostAccountOptions;
}

/** A Container Credential Guard plugin. */
export interface HostAccountOptions {
  /** Class of the COM plugin, with or without braces. */
  readonly pluginGuid: string;
  /** What the plugin is told; its format is the plugin's own. Default: nothing. */
  readonly pluginInput?: string;
}

const optionNames: { readonly [Name in keyof Required<CredentialSpecOptions>]: true } = {
  domain: true,
  account: true,
  additionalAccounts: true,
  netBiosName: true,
  forest: true,
  sid: true,
  guid: true,
  hostAccount: true,
};

/** A misspelt option must not be ignored. */
function checkOptionNames(options: unknown): void {
  if (typeof options !== 'object' || options === null) {
    throw new CredentialSpecError('a credential spec needs a domain and an account');
  }
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(optionNames, name));
  if (unknown !== undefined) throw new CredentialSpecError(`unknown option '${unknown}'`);
}

function toHostAccountConfig(options: HostAccountOptions): HostAccountConfig {
  const digits = options.pluginGuid.replace(/^\{(.*)\}$/, '$1');
  if (digits === '') throw new CredentialSpecError('plugin of the host account has no GUID');
  return {
    PortableCcgVersion: '1',
    PluginGUID: `{${digits}}`,
    PluginInput: options.pluginInput ?? '',
  };
}

function toAccountName(account: unknown): string {
  const name = typeof account === 'string' ? account.replace(/\$$/, '') : '';
  if (name !== '' && !/[\\/@$"[\]:;|=,+*?<>\s]/.test(name)) return name;
  throw new CredentialSpecError(
    `account must be the SAM name of a gMSA without its domain, not '${String(account)}'`,
  );
}

function isDnsName(text: unknown): boolean {
  const label = '[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?';
  return typeof text === 'string' && new RegExp(`^${label}(?:\\.${label})*$`).test(text);
}
