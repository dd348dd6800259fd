import {
  parseCredentialSpec,
  type CredentialSpec,
  type HostAccountConfig,
} from '../credential-spec/credential-spec.ts';
import { toClassId, type CcgCredentials, type CcgPlugins } from './ccg-plugins.ts';

/**
 * Decides which domain user a host without a domain reads a container's managed password as: the one that
 * the plugin answers whom the credential spec names. Microsoft: manage-serviceaccounts.md, non-domain-joined
 * container hosts.
 */
export function decideHostAccount({ credentialSpec, host }: HostAccountRequest): HostAccount {
  // Inferred: a joined host asks as itself, and older ones pass over what they do not know.
  const isUsed = host.domain === undefined && !(host.build !== undefined && host.build < ccgBuild);
  const config = isUsed ? readConfig(credentialSpec) : undefined;
  if (config === undefined) return { kind: 'unused' };
  const { PluginGUID, PluginInput } = config;
  // Inferred: Windows reads classes in braces only, and does not tell one it cannot read from a missing one.
  const plugin = (PluginGUID.startsWith('{') ? toClassId(PluginGUID) : undefined) ?? PluginGUID;
  if (!Object.hasOwn(host.ccgPlugins, plugin)) return { kind: 'missing-plugin', plugin };
  const { isBroken = false, credentials = {} } = host.ccgPlugins[plugin] ?? {};
  if (isBroken) return { kind: 'broken-plugin', plugin };
  const answer = Object.hasOwn(credentials, PluginInput) ? credentials[PluginInput] : undefined;
  if (answer === undefined) return { kind: 'no-credentials', plugin };
  return { kind: 'user', plugin, credentials: answer };
}

/** What {@link decideHostAccount} decides from. */
export interface HostAccountRequest {
  /** The text that Windows is handed. */
  readonly credentialSpec: string;
  readonly host: {
    /** Build of its Windows; absent where it is not known. */
    readonly build?: number;
    /** Domain that it has joined. */
    readonly domain?: string;
    readonly ccgPlugins: CcgPlugins;
  };
}

/** The user, or why there is none; `plugin` is the GUID of the plugin's class. */
export type HostAccount =
  | { readonly kind: 'unused' }
  | { readonly kind: 'user'; readonly plugin: string; readonly credentials: CcgCredentials }
  | {
      readonly kind: 'missing-plugin' | 'broken-plugin' | 'no-credentials';
      readonly plugin: string;
    };

/** Inferred: a document that Windows cannot use names no plugin either. */
function readConfig(text: string): HostAccountConfig | undefined {
  const { issues } = parseCredentialSpec(text);
  const errors = issues.filter(({ severity }) => severity === 'error');
  if (errors.some(({ code }) => code !== 'malformed-guid')) return undefined;
  return (JSON.parse(text) as CredentialSpec).ActiveDirectoryConfig.HostAccountConfig ?? undefined;
}

/** Version 1809, the first with Container Credential Guard. Microsoft: manage-serviceaccounts.md. */
const ccgBuild = 17_763;
