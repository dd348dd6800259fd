/** Commands as people would type them, for counterexamples: `docker service scale web=3`. */
import type { DirectoryEdit, Fault, NodeEdit, ServiceOptions } from '@swarmsim/core';
import type { ScenarioOperation } from '../scenario/scenario.ts';
import type { SwarmAct } from './swarm-act.ts';

/** Writes a command; what docker has no command for is said in words after a `#`. */
export function toDockerText(act: SwarmAct): string {
  switch (act.kind) {
    case 'advance':
      return `# ${act.ms} ms pass`;
    case 'settle':
      return '# the swarm comes to rest';
    case 'plan-fault':
      return `# in ${act.inMs} ms, for ${act.lastsMs} ms: ${toFaultText(act.fault)}`;
    case 'fault':
      return `# ${toFaultText(act.fault)}`;
    case 'service-create':
      return `docker service create ${toFlags(act.options)}`;
    case 'service-create-spec':
      return `# service create over the API: ${JSON.stringify(act.spec)}`;
    case 'service-update':
    case 'service-edit': {
      const change = act.kind === 'service-update' ? act.options : act.change;
      return `docker service update ${toFlags(change as Partial<ServiceOptions>)} ${act.service}`;
    }
    case 'service-update-spec':
      return `# service update ${act.service} over the API, of version ${act.version}`;
    case 'service-force':
      return `docker service update --force ${act.service}`;
    case 'service-scale':
      return `docker service scale ${act.service}=${act.replicas}`;
    case 'service-rollback':
      return `docker service rollback ${act.service}`;
    case 'service-remove':
      return `docker service rm ${act.service}`;
    default:
      return toOtherText(act);
  }
}

type Other = Exclude<
  ScenarioOperation,
  { readonly kind: 'fault' | `service-${string}` } | { readonly kind: 'service-create' }
>;

function toOtherText(operation: Other): string {
  switch (operation.kind) {
    case 'config-create':
    case 'secret-create': {
      const name = 'spec' in operation ? operation.spec.name : operation.name;
      return `docker ${operation.kind.replace('-', ' ')} ${name} -`;
    }
    case 'config-label':
      return `# config ${operation.config} is labelled ${JSON.stringify(operation.labels)}`;
    case 'secret-label':
      return `# secret ${operation.secret} is labelled ${JSON.stringify(operation.labels)}`;
    case 'config-remove':
      return `docker config rm ${operation.config}`;
    case 'secret-remove':
      return `docker secret rm ${operation.secret}`;
    case 'network-create':
      return `docker network create --driver overlay ${operation.spec.name}`;
    case 'network-remove':
      return `docker network rm ${operation.network}`;
    case 'node-join':
      return `docker swarm join # on ${operation.node.hostname}, and 1 s passes`;
    case 'node-update':
      return `docker node update ${toNodeFlags(operation.edit)} ${operation.node}`;
    case 'node-leave':
      return `docker swarm leave${operation.force === true ? ' --force' : ''} # on ${operation.node}`;
    case 'node-remove':
      return `docker node rm ${operation.force === true ? '--force ' : ''}${operation.node}`;
    case 'node-change-host':
      return `# the host of ${operation.node} becomes ${JSON.stringify(operation.change)}`;
    case 'credential-spec-write':
      return `# ${operation.copy.name} (${operation.copy.place}) is copied to ${operation.node}`;
    case 'credential-spec-delete':
      return `# ${operation.copy.name} (${operation.copy.place}) is deleted on ${operation.node}`;
    case 'image-push':
      return `docker push ${operation.image.name}`;
    case 'directory-edit':
      return `# in ${operation.domain}: ${toEditText(operation.edit)}`;
    case 'fault-schedule':
      return `# faults are planned: ${JSON.stringify(operation.faults)}`;
    case 'fault-unschedule':
      return '# what is planned strikes no more';
    case 'control-api':
      return `# ${operation.object}.${operation.call} over the API`;
    case 'stack-deploy':
      return `docker stack deploy ${operation.stack}`;
  }
}

function toNodeFlags({ availability, role, labels }: NodeEdit): string {
  const flags = [
    ...(availability === undefined ? [] : [`--availability ${availability}`]),
    ...(role === undefined ? [] : [`--role ${role}`]),
    ...Object.entries(labels ?? {}).map(([name, value]) => `--label-add ${name}=${value}`),
  ];
  return flags.length === 0 ? '# no labels:' : flags.join(' ');
}

function toFaultText({ kind, ...details }: Fault): string {
  return `${kind} ${Object.values(details).map(String).join(' ')}`.trim();
}

function toEditText({ kind, ...details }: DirectoryEdit): string {
  return `${kind} ${Object.values(details).map(String).join(' ')}`.trim();
}

function toFlags(options: Partial<ServiceOptions>): string {
  const { name, image, mode, replicas, credentialSpec, maxReplicasPerNode, forceUpdate } = options;
  const flag = (text: string, value: string | number | undefined): readonly string[] =>
    value === undefined ? [] : [`--${text} ${value}`];
  return [
    ...flag('name', name),
    ...flag('mode', mode),
    ...flag('replicas', replicas),
    ...flag('credential-spec', credentialSpec),
    ...(options.configs ?? []).flatMap((config) => flag('config', nameOf(config))),
    ...(options.secrets ?? []).flatMap((secret) => flag('secret', nameOf(secret))),
    ...(options.networks ?? []).flatMap((network) => flag('network', network)),
    ...(options.constraints ?? []).flatMap((constraint) => flag('constraint', constraint)),
    ...flag('replicas-max-per-node', maxReplicasPerNode),
    ...flag('reserve-cpu', options.reserve?.cpus),
    ...flag('restart-condition', options.restart?.condition),
    ...flag('restart-max-attempts', options.restart?.maxAttempts),
    ...flag('health-cmd', options.healthcheck?.test?.at(-1)),
    ...flag('env', forceUpdate),
    ...(image === undefined ? [] : [image]),
  ].join(' ');
}

function nameOf(reference: string | { readonly source: string }): string {
  return typeof reference === 'string' ? reference : reference.source;
}
