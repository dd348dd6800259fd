import { parseSize } from '../duration/parse-size.ts';
import { SwarmSimError } from '../kernel/errors.ts';
import type { Labels } from '../model/meta.ts';
import type { PluginDescription } from '../model/node.ts';
import type { GenericResource } from '../model/resources.ts';
import {
  checkOptions,
  checkRecord,
  checkText,
  checkTexts,
  type OptionTable,
} from '../options/check-options.ts';
import { parseImageReference } from '../registry/image-reference.ts';
import type { ImagePlatform } from '../registry/registry.ts';
import { linuxPlugins, windowsPlugins } from './builtin-plugins.ts';
import { readCcgPlugins, type CcgPlugins } from './ccg-plugins.ts';
import { refuseWindowsBuild } from './decide-windows-support.ts';
import { isClientBuild, windowsBuilds } from './windows-builds.ts';

/**
 * Completes what a user says of a machine. `name` is how messages call it.
 *
 * @throws SwarmSimError `invalid-argument`, or `malformed-size`.
 */
export function describeHost(options: HostOptions, name: string): HostDescription {
  assertHostOptions(options, name);
  const isWindows = options.os === 'windows';
  return {
    os: options.os,
    architecture: options.architecture ?? 'x86_64',
    ...(isWindows && {
      build: options.build ?? windowsBuilds.server2019,
      ...(options.revision !== undefined && { revision: options.revision }),
    }),
    nanoCpus: Math.round((options.cpus ?? 4) * 1_000_000_000),
    memoryBytes: parseSize(options.memory ?? '16g'),
    genericResources: options.genericResources ?? [],
    engineVersion: options.engineVersion ?? defaultVersion,
    engineLabels: options.engineLabels ?? {},
    plugins: options.plugins ?? (isWindows ? windowsPlugins : linuxPlugins),
    isolation: options.isolation ?? defaultIsolation(options.build),
    ...(options.addr !== undefined && { addr: options.addr }),
    ...(options.domain !== undefined && { domain: options.domain }),
    ...(options.site !== undefined && { site: options.site }),
    dockerRoot: options.dockerRoot ?? (isWindows ? 'C:\\ProgramData\\docker' : '/var/lib/docker'),
    credentialSpecFiles: options.credentialSpecFiles ?? {},
    credentialSpecRegistry: options.credentialSpecRegistry ?? {},
    ccgPlugins: readCcgPlugins(options.ccgPlugins ?? {}, name),
    images: options.images ?? [],
  };
}

/** What a user says of a machine and the engine on it. */
export interface HostOptions {
  readonly os: 'windows' | 'linux';
  /** As the kernel names it. Default `x86_64`. */
  readonly architecture?: string;
  /**
   * Windows only. Default 17763, Server 2019, which is the oldest for an engine from 23.0 on; older
   * engines run from 14393 on, Server 2016.
   */
  readonly build?: number;
  /** Windows only: the last part of the version. Only Server 2016 compares it with an image's. */
  readonly revision?: number;
  /** Default 4. */
  readonly cpus?: number;
  /** Bytes, or a size such as `8g`. Default `16g`. */
  readonly memory?: number | string;
  readonly genericResources?: readonly GenericResource[];
  /** Default `29.0.0`. Engines before 19.03 know no credential specs in configs. */
  readonly engineVersion?: string;
  /** Labels of the engine, matched by `engine.labels.NAME`. */
  readonly engineLabels?: Labels;
  /** Default: what the engine brings along on this operating system. */
  readonly plugins?: readonly PluginDescription[];
  /**
   * Windows only: isolation of containers that ask for `default`. Default `process`, and `hyperv` on a
   * build that only clients have, such as 22000, Windows 11.
   */
  readonly isolation?: 'process' | 'hyperv';
  /** Address as the managers see it. */
  readonly addr?: string;
  /** DNS name of the Active Directory domain that the host has joined. The engine never asks. */
  readonly domain?: string;
  /** Windows only: its site in Active Directory. Default `Default-First-Site-Name`. */
  readonly site?: string;
  /** Folder of the engine's data. */
  readonly dockerRoot?: string;
  /** Texts of the files in the folder CredentialSpecs, by name. */
  readonly credentialSpecFiles?: Readonly<Record<string, string>>;
  /** Texts of the values under the registry's key CredentialSpecs, by name. */
  readonly credentialSpecRegistry?: Readonly<Record<string, string>>;
  /**
   * Windows only: plugins of Container Credential Guard by the GUID of their class, in braces or not. They
   * serve a host that has joined no domain. Default: none, as Windows ships none.
   */
  readonly ccgPlugins?: CcgPlugins;
  /** Images that are on the host before anything was pulled. */
  readonly images?: readonly LoadedImage[];
}

/** An image that was loaded onto a host by hand. */
export interface LoadedImage {
  readonly name: string;
  /** Default: one that fits the host. */
  readonly platform?: ImagePlatform;
}

/** A machine and the engine on it, complete. Plain data. */
export interface HostDescription {
  readonly os: 'windows' | 'linux';
  readonly architecture: string;
  /** Windows only. */
  readonly build?: number;
  readonly revision?: number;
  readonly nanoCpus: number;
  readonly memoryBytes: number;
  readonly genericResources: readonly GenericResource[];
  readonly engineVersion: string;
  readonly engineLabels: Labels;
  readonly plugins: readonly PluginDescription[];
  readonly isolation: 'process' | 'hyperv';
  readonly addr?: string;
  readonly domain?: string;
  readonly site?: string;
  readonly dockerRoot: string;
  readonly credentialSpecFiles: Readonly<Record<string, string>>;
  readonly credentialSpecRegistry: Readonly<Record<string, string>>;
  /** By class, in braces and upper case. */
  readonly ccgPlugins: CcgPlugins;
  readonly images: readonly LoadedImage[];
}

const defaultVersion = '29.0.0';

// moby: daemon/daemon_windows.go, setDefaultIsolation.
function defaultIsolation(build: number | undefined): HostDescription['isolation'] {
  return build !== undefined && isClientBuild(build) ? 'hyperv' : 'process';
}

const hostOptions: OptionTable<HostOptions> = {
  os: 'any',
  architecture: 'text',
  build: 'any',
  revision: 'any',
  cpus: 'any',
  memory: 'any',
  genericResources: 'list',
  engineVersion: 'text',
  engineLabels: 'record',
  plugins: 'list',
  isolation: 'any',
  addr: 'text',
  domain: 'text',
  site: 'text',
  dockerRoot: 'text',
  credentialSpecFiles: 'record',
  credentialSpecRegistry: 'record',
  ccgPlugins: 'record',
  images: 'list',
};

function assertHostOptions(options: HostOptions, name: string): void {
  checkOptions<HostOptions>(`node ${name}: host`, options, hostOptions);
  const { os, architecture, build, revision, engineVersion, isolation, images = [] } = options;
  if (os !== 'windows' && os !== 'linux') {
    throw invalid(name, `os must be 'windows' or 'linux', not '${String(os)}'`);
  }
  if (architecture === '') throw invalid(name, 'architecture is empty');
  if (os === 'linux') assertLinux(options, name);
  if (build !== undefined && !isCount(build)) throw invalid(name, `build is ${build}`);
  const refusal =
    build === undefined ? undefined : refuseWindowsBuild(build, engineVersion ?? defaultVersion);
  if (refusal !== undefined) throw invalid(name, refusal);
  if (options.domain === '') throw invalid(name, 'domain is empty');
  if (options.site === '') throw invalid(name, 'site is empty');
  if (revision !== undefined && !isCount(revision)) throw invalid(name, `revision is ${revision}`);
  if (isolation !== undefined && isolation !== 'process' && isolation !== 'hyperv') {
    throw invalid(name, `isolation must be 'process' or 'hyperv', not '${String(isolation)}'`);
  }
  checkAmounts(options, name);
  for (const resource of options.genericResources ?? []) checkGenericResource(resource, name);
  for (const plugin of options.plugins ?? []) {
    checkOptions(`node ${name}: a plugin`, plugin, { type: 'text', name: 'text' });
    checkText(`node ${name}: type of a plugin`, plugin.type);
    checkText(`node ${name}: name of a plugin`, plugin.name);
  }
  checkTexts(`node ${name}: engine label`, options.engineLabels);
  checkTexts(`node ${name}: credential spec file`, options.credentialSpecFiles);
  checkTexts(`node ${name}: credential spec value`, options.credentialSpecRegistry);
  for (const image of images) {
    checkOptions<LoadedImage>(`node ${name}: an image`, image, {
      name: 'text',
      platform: 'record',
    });
    checkText(`node ${name}: name of an image`, image.name);
    const reference = parseImageReference(image.name);
    if (reference.kind === 'malformed') {
      throw invalid(name, `image '${image.name}': ${reference.message}`);
    }
  }
}

/** The swarm counts CPUs in billionths, and both CPUs and memory in 64 bits. */
function checkAmounts({ cpus, memory }: HostOptions, name: string): void {
  if (cpus !== undefined && !(Number.isFinite(cpus) && cpus >= 0 && cpus * 1e9 < 2 ** 63)) {
    throw invalid(name, `cpus is ${cpus}`);
  }
  if (memory !== undefined) parseSize(memory);
}

function checkGenericResource(resource: GenericResource, name: string): void {
  checkRecord(`node ${name}: a generic resource`, resource);
  const { kind, resource: label, value } = resource as GenericResource;
  if (kind !== 'discrete' && kind !== 'named') {
    throw invalid(name, `a generic resource is 'discrete' or 'named', not '${String(kind)}'`);
  }
  checkText(`node ${name}: name of a generic resource`, label);
  if (label === '') throw invalid(name, 'a generic resource has no name');
  const isValid = kind === 'named' ? typeof value === 'string' : isCount(value);
  if (!isValid) throw invalid(name, `generic resource ${label} is ${String(value)}`);
}

function assertLinux(options: HostOptions, name: string): void {
  const windowsOnly = [
    'build',
    'revision',
    'isolation',
    'domain',
    'site',
    'credentialSpecFiles',
    'credentialSpecRegistry',
    'ccgPlugins',
  ] as const;
  for (const field of windowsOnly) {
    if (options[field] !== undefined) throw invalid(name, `${field} is for Windows hosts only`);
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function invalid(name: string, message: string): SwarmSimError {
  return new SwarmSimError('invalid-argument', `host ${name}: ${message}`);
}
