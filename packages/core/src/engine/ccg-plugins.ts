/**
 * Plugins of Container Credential Guard on a host: COM classes that know a domain user for a host that
 * has joined no domain. Windows ships none. Microsoft: manage-serviceaccounts.md.
 */
import { checkOptions, checkText, invalid } from '../options/check-options.ts';

/** A registered plugin. What is not in `credentials` it does not find. */
export interface CcgPlugin {
  /** It cannot be instantiated. Default false. */
  readonly isBroken?: boolean;
  /** What it answers, by the `PluginInput` of a credential spec. */
  readonly credentials?: Readonly<Record<string, CcgCredentials>>;
}

/** A domain user who is to read managed passwords. */
export interface CcgCredentials {
  /** DNS or NetBIOS name. */
  readonly domain: string;
  readonly user: string;
  readonly password: string;
}

/** Plugins by class, as {@link toClassId} spells it. */
export type CcgPlugins = Readonly<Record<string, CcgPlugin>>;

/** Spells the GUID of a class as the registry does; undefined where it is none. */
export function toClassId(text: string): string | undefined {
  const bare = text.startsWith('{') && text.endsWith('}') ? text.slice(1, -1) : text;
  return guid.test(bare) ? `{${bare.toUpperCase()}}` : undefined;
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Checks what a user says of a host's plugins, and spells their classes in one way.
 *
 * @throws SwarmSimError `invalid-argument`.
 */
export function readCcgPlugins(options: CcgPlugins, name: string): CcgPlugins {
  const plugins = new Map<string, CcgPlugin>();
  for (const [key, plugin] of Object.entries(options)) {
    const classId = toClassId(key);
    if (classId === undefined) {
      throw invalid(`host ${name}: '${key}' is no GUID of a plugin, such as '${exampleClass}'`);
    }
    if (plugins.has(classId)) throw invalid(`host ${name}: plugin ${classId} is given twice`);
    checkPlugin(`node ${name}: plugin ${classId}`, plugin);
    plugins.set(classId, plugin);
  }
  return Object.fromEntries(plugins);
}

/** That of Azure Key Vault. */
const exampleClass = '{CCC2A336-D7F3-4818-A213-272B7924213E}';

function checkPlugin(what: string, plugin: CcgPlugin): void {
  checkOptions<CcgPlugin>(what, plugin, { isBroken: 'flag', credentials: 'record' });
  for (const [input, credentials] of Object.entries(plugin.credentials ?? {})) {
    checkCredentials(`${what}: credentials for '${input}'`, credentials);
  }
}

function checkCredentials(what: string, credentials: CcgCredentials): void {
  checkOptions<CcgCredentials>(what, credentials, {
    domain: 'text',
    user: 'text',
    password: 'text',
  });
  for (const field of ['domain', 'user', 'password'] as const) {
    checkText(`${what}: ${field}`, credentials[field]);
    if (credentials[field] === '') throw invalid(`${what}: ${field} is empty`);
  }
}
