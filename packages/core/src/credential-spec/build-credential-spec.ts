import type { CredentialSpec, HostAccountConfig } from './credential-spec-document.ts';
import { checkCredentialSpec } from './check-credential-spec.ts';
import { CredentialSpecError } from './credential-spec-error.ts';
import { deriveDomainGuid, deriveDomainSid, deriveNetBiosName } from './domain-identity.ts';
import { isDnsName } from './domain-names.ts';

/**
 * Makes a credential spec as Microsoft's `New-CredentialSpec` does. What only a real domain knows,
 * its SID and GUID, is derived from the domain's name where it is not given.
 *
 * @throws CredentialSpecError where a name is missing or carries what does not belong to it. What is odd,
 * but accepted by the engine, is left to `parseCredentialSpec` to warn of.
 */
export function credentialSpec(options: CredentialSpecOptions): CredentialSpec {
  checkOptions(options, optionKinds);
  const { domain, account, hostAccount, additionalAccounts = [] } = options;
  checkDnsName('domain', domain);
  if (options.forest !== undefined) checkDnsName('forest', options.forest);
  const accounts = [account, ...additionalAccounts].map(toAccountName);
  const netBiosName = options.netBiosName ?? deriveNetBiosName(domain);
  const spec: CredentialSpec = {
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
  const wrong = checkCredentialSpec(spec).find(({ severity }) => severity === 'error');
  if (wrong !== undefined) throw new CredentialSpecError(wrong.message);
  return spec;
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

type Kind = 'any' | 'a text' | 'a list' | 'an object';
type Kinds<Options> = { readonly [Name in keyof Required<Options>]: Kind };

const optionKinds: Kinds<CredentialSpecOptions> = {
  domain: 'any',
  account: 'any',
  additionalAccounts: 'a list',
  netBiosName: 'a text',
  forest: 'any',
  sid: 'a text',
  guid: 'a text',
  hostAccount: 'an object',
};

const hostAccountKinds: Kinds<HostAccountOptions> = { pluginGuid: 'a text', pluginInput: 'a text' };

/** A misspelt option must not be ignored, and one of the wrong kind not get into the document. */
function checkOptions(options: unknown, kinds: Readonly<Record<string, Kind>>, path = ''): void {
  if (typeof options !== 'object' || options === null) {
    throw new CredentialSpecError('a credential spec needs a domain and an account');
  }
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined) throw new CredentialSpecError(`unknown option '${path}${name}'`);
    if (value === undefined || kind === 'any' || kind === kindOf(value)) continue;
    throw new CredentialSpecError(`option '${path}${name}' must be ${kind}`);
  }
}

function kindOf(value: unknown): Kind {
  if (typeof value === 'string') return 'a text';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : 'any';
}

function toHostAccountConfig(options: Partial<HostAccountOptions>): HostAccountConfig {
  checkOptions(options, hostAccountKinds, 'hostAccount.');
  const { pluginGuid = '' } = options;
  const digits = pluginGuid.replace(/^\{(.*)\}$/, '$1');
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

function checkDnsName(option: string, name: unknown): void {
  if (typeof name === 'string' && isDnsName(name)) return;
  const wanted = 'must be a DNS name such as contoso.com';
  throw new CredentialSpecError(`${option} ${wanted}, not '${String(name)}'`);
}
