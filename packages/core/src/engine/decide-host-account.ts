import type { HostAccountConfig } from '../credential-spec/credential-spec-document.ts';
import { toClassId, type CcgCredentials, type CcgPlugins } from './ccg-plugins.ts';

/**
 * Decides which domain user a host without a domain reads a container's managed password as: the one that
 * the plugin answers whom the credential spec names. Microsoft: manage-serviceaccounts.md, non-domain-joined
 * container hosts.
 */
export function decideHostAccount({ config, host }: HostAccountRequest): HostAccount {
  // Inferred: a joined host asks as itself, and older ones pass over what they do not know.
  const isUsed = host.domain === undefined && !(host.build !== undefined && host.build < ccgBuild);
  if (config === undefined || !isUsed) return { kind: 'unused' };
  const { PluginGUID, PluginInput } = config;
  const plugin = toClassId(PluginGUID) ?? PluginGUID;
  if (!Object.hasOwn(host.ccgPlugins, plugin)) return { kind: 'missing-plugin', plugin };
  const { isBroken = false, credentials = {} } = host.ccgPlugins[plugin] ?? {};
  if (isBroken) return { kind: 'broken-plugin', plugin };
  const answer = Object.hasOwn(credentials, PluginInput) ? credentials[PluginInput] : undefined;
  if (answer === undefined) return { kind: 'no-credentials', plugin };
  return { kind: 'user', plugin, credentials: answer };
}

/** What {@link decideHostAccount} decides from. */
export interface HostAccountRequest {
  /** What the credential spec says of it; absent: nothing. */
  readonly config: HostAccountConfig | undefined;
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

/** Version 1809, the first with Container Credential Guard. Microsoft: manage-serviceaccounts.md. */
const ccgBuild = 17_763;
