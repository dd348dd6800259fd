/** Translates what recordings say of services, nodes and behaviours into the model's terms. */
import type {
  Behaviour,
  ConfigReference,
  NodeOptions,
  SecretReference,
  ServiceMode,
  ServiceSpec,
  Swarm,
  TaskSpec,
  UpdateConfig,
} from '@swarmsim/core';
import type {
  RecordedBehaviour,
  RecordedNode,
  RecordedService,
  RecordedUpdateConfig,
} from './orchestration-format.ts';

/** A node of a recording. Its name is its host name, and its id in constraints. */
export function toNodeOptions(node: RecordedNode): NodeOptions {
  return {
    hostname: node.name,
    role: node.manager === true ? 'manager' : 'worker',
    ...(node.availability !== undefined && {
      availability: node.availability.toLowerCase() as 'active',
    }),
    ...(node.labels !== undefined && { labels: node.labels }),
    host: {
      os: node.os === 'windows' ? 'windows' : 'linux',
      architecture: node.arch ?? 'x86_64',
      ...(node.cpus !== undefined && { cpus: node.cpus }),
      ...(node.memory_mb !== undefined && { memory: node.memory_mb * 1024 * 1024 }),
      ...(node.engine_labels !== undefined && { engineLabels: node.engine_labels }),
    },
  };
}

/** An entry that lists values for matching stands for one entry per value. */
export function toBehaviours(recorded: readonly RecordedBehaviour[]): readonly Behaviour[] {
  return recorded.flatMap((entry) => {
    let matches: Record<string, unknown>[] = [{}];
    for (const field of ['service', 'image', 'slot', 'node', 'incarnation'] as const) {
      const wanted = entry[field];
      if (wanted === undefined) continue;
      const values: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted];
      matches = matches.flatMap((match) => values.map((value) => ({ ...match, [field]: value })));
    }
    return matches.map((match) => ({ ...match, ...effectsOf(entry) }) as Behaviour);
  });
}

function effectsOf(entry: RecordedBehaviour): Behaviour {
  return {
    ...(entry.prepare_ms !== undefined && { prepareMs: entry.prepare_ms }),
    ...(entry.start_ms !== undefined && { startMs: entry.start_ms }),
    ...(entry.stop_ms !== undefined && { stopMs: entry.stop_ms }),
    ...(entry.reject !== undefined && { reject: entry.reject }),
    ...(entry.fail_start !== undefined && { failStart: entry.fail_start }),
    ...(entry.exit_after_ms !== undefined && { exitAfterMs: entry.exit_after_ms }),
    ...(entry.exit_code !== undefined && { exitCode: entry.exit_code }),
  };
}

/** The full spec of a service; `forceUpdate` is the counter it has now. */
export function toServiceSpec(
  swarm: Swarm,
  service: RecordedService,
  forceUpdate: number | undefined,
): ServiceSpec {
  return {
    name: service.name,
    task: toTaskSpec(swarm, service, forceUpdate),
    mode: toMode(service),
    ...(service.update !== undefined && { update: toUpdateConfig(service.update) }),
    ...(service.rollback !== undefined && { rollback: toUpdateConfig(service.rollback) }),
    ...(service.host_ports !== undefined && {
      endpoint: {
        mode: 'vip',
        ports: service.host_ports.map((port) => ({
          protocol: 'tcp',
          targetPort: port,
          publishedPort: port,
          publishMode: 'host',
        })),
      },
    }),
  };
}

function toMode(service: RecordedService): ServiceMode {
  switch (service.mode) {
    case 'replicated':
      return { kind: 'replicated', replicas: service.replicas ?? 0 };
    case 'replicated-job':
      return {
        kind: 'replicated-job',
        maxConcurrent: service.max_concurrent ?? 0,
        totalCompletions: service.total_completions ?? 0,
      };
    case 'global':
    case 'global-job':
      return { kind: service.mode };
  }
}

function toTaskSpec(
  swarm: Swarm,
  service: RecordedService,
  forceUpdate: number | undefined,
): TaskSpec {
  const { restart, reserve_cpus: cpus, reserve_memory_mb: memoryMb } = service;
  const placement = toPlacement(swarm, service);
  return {
    runtime: {
      kind: 'container',
      image: service.image,
      ...(service.configs !== undefined && {
        configs: service.configs.map((name) => configReference(swarm, name)),
      }),
      ...(service.secrets !== undefined && {
        secrets: service.secrets.map((name) => secretReference(swarm, name)),
      }),
      ...(service.stop_grace_ms !== undefined && { stopGracePeriodMs: service.stop_grace_ms }),
    },
    ...(restart !== undefined && {
      restart: {
        condition: restart.condition ?? 'none',
        maxAttempts: restart.max_attempts ?? 0,
        ...(restart.delay_ms !== undefined && { delayMs: restart.delay_ms }),
        ...(restart.window_ms !== undefined && { windowMs: restart.window_ms }),
      },
    }),
    ...(placement !== undefined && { placement }),
    ...((cpus !== undefined || memoryMb !== undefined) && {
      resources: {
        reservations: {
          nanoCpus: (cpus ?? 0) * 1e9,
          memoryBytes: (memoryMb ?? 0) * 1024 * 1024,
        },
      },
    }),
    ...(forceUpdate !== undefined && { forceUpdate }),
  };
}

function toPlacement(swarm: Swarm, service: RecordedService): TaskSpec['placement'] {
  const { constraints, spread_over: spread, max_replicas_per_node: maxReplicas } = service;
  if (constraints === undefined && spread === undefined && maxReplicas === undefined) {
    return undefined;
  }
  const descriptors = spread === undefined ? [] : [spread].flat();
  return {
    ...(constraints !== undefined && {
      constraints: constraints.map((text) => withOwnNodeId(swarm, text)),
    }),
    ...(descriptors.length > 0 && {
      preferences: descriptors.map((descriptor) => ({ spread: descriptor })),
    }),
    ...(maxReplicas !== undefined && { maxReplicas }),
  };
}

/** A recorded node's id is its name; here ids are minted. */
function withOwnNodeId(swarm: Swarm, constraint: string): string {
  const [, head, name] = /^(node\.id(?:==|!=))(.+)$/.exec(constraint) ?? [];
  const node = swarm.nodes.list().find((view) => view.name === name);
  return head === undefined || node === undefined ? constraint : head + node.id;
}

function configReference(swarm: Swarm, name: string): ConfigReference {
  const { id } = swarm.configs.get(name);
  return { configId: id, configName: name, target: { kind: 'file', name } };
}

function secretReference(swarm: Swarm, name: string): SecretReference {
  const { id } = swarm.secrets.get(name);
  return { secretId: id, secretName: name, target: { kind: 'file', name } };
}

/** A config that is given has zero where it says nothing, but for the monitor. */
function toUpdateConfig(config: RecordedUpdateConfig): UpdateConfig {
  return {
    parallelism: config.parallelism ?? 0,
    delayMs: config.delay_ms ?? 0,
    failureAction: config.failure_action ?? 'pause',
    maxFailureRatio: config.max_failure_ratio ?? 0,
    order: config.order ?? 'stop-first',
    ...(config.monitor_ms !== undefined && { monitorMs: config.monitor_ms }),
  };
}
