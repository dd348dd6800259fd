/** A whole swarm of Windows hosts in a domain with one gMSA, one server of each kind, and one service. */
import {
  createSwarm,
  credentialSpec,
  windowsNodes,
  type CcgCredentials,
  type ContainerIdentity,
  type HostOptions,
  type NodeOptions,
  type ServiceOptions,
  type Swarm,
  type SwarmOptions,
} from '@swarmsim/core';

/** What differs from the healthy swarm. */
export interface ContosoOptions {
  /** Of host A, which is joined to contoso.com unless this says otherwise. */
  readonly host?: Partial<HostOptions>;
  readonly nodes?: readonly NodeOptions[];
  /** Of the domain contoso.com. */
  readonly domain?: NonNullable<SwarmOptions['directory']>[string];
  /** Domains besides. */
  readonly domains?: SwarmOptions['directory'];
  readonly swarm?: SwarmOptions;
  /** Contents of the config `webapp01`. */
  readonly document?: string;
  readonly service?: Partial<ServiceOptions>;
}

/** The credential spec of webapp01 in contoso.com. */
const webapp01: string = JSON.stringify(
  credentialSpec({ domain: 'contoso.com', account: 'webapp01' }),
);

/** Makes the swarm, and lets the service `web` start on A, without another attempt where it fails. */
export function createContoso(options: ContosoOptions = {}): Swarm {
  const { host = {}, document = webapp01 } = options;
  const { nodes = windowsNodes(['A'], { domain: 'contoso.com', ...host }) } = options;
  const swarm = createSwarm({
    nodes,
    directory: {
      'contoso.com': {
        groups: { hosts: { members: nodes.some(isHostA) ? ['A'] : [] } },
        accounts: { webapp01: { retrievableBy: ['hosts'] } },
        servers: {
          sql01: { kind: 'sql-server', grants: ['webapp01'] },
          files01: { kind: 'file-share', grants: ['webapp01'] },
        },
        ...options.domain,
      },
      ...options.domains,
    },
    ...options.swarm,
  });
  swarm.configs.create({ name: 'webapp01', data: document });
  swarm.services.create({
    name: 'web',
    image: 'iis',
    credentialSpec: 'config://webapp01',
    restart: { condition: 'none' },
    ...options.service,
  });
  swarm.settle();
  return swarm;
}

/** What differs from a host without a domain that reads the password as a user of it. */
export interface PortableOptions {
  readonly plugins?: HostOptions['ccgPlugins'];
  /** What the plugin answers. */
  readonly answer?: Partial<CcgCredentials>;
  /** `PluginInput` of the credential spec. */
  readonly input?: string;
  /** Who may retrieve the password. */
  readonly retrievableBy?: readonly string[];
  readonly host?: Partial<HostOptions>;
  readonly service?: Partial<ServiceOptions>;
}

/** The class of the plugin. */
export const pluginGuid = '{CCC2A336-D7F3-4818-A213-272B7924213E}';

/** A host A that has joined no domain, and a plugin on it that knows the user `reader`. */
export function portable(options: PortableOptions = {}): ContosoOptions {
  const { input = 'vault', retrievableBy = ['reader'], host = {}, service = {} } = options;
  const answer = { domain: 'contoso.com', user: 'reader', password: 'Pa55', ...options.answer };
  const { plugins = { [pluginGuid]: { credentials: { vault: answer } } } } = options;
  const hostAccount = { pluginGuid, pluginInput: input };
  return {
    nodes: windowsNodes(['A'], { ccgPlugins: plugins, ...host }),
    domain: {
      users: { reader: { password: 'Pa55' } },
      accounts: { webapp01: { retrievableBy } },
    },
    document: JSON.stringify(
      credentialSpec({ domain: 'contoso.com', account: 'webapp01', hostAccount }),
    ),
    service,
  };
}

/** Groups have hosts of their own domain for members only. */
function isHostA({ hostname, host }: NodeOptions): boolean {
  return hostname === 'A' && host.domain === 'contoso.com';
}

/** Who the first replica is now. */
export function identityOf(swarm: Swarm, task = 'web.1'): ContainerIdentity {
  return swarm.containers.of(task).identity();
}

/** Account, or the reason why there is none, in one word. */
export function nameOf(swarm: Swarm, task = 'web.1'): string {
  const { upn, reason } = identityOf(swarm, task);
  return upn ?? reason ?? '';
}
