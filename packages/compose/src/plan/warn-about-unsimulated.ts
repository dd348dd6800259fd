import type { ServiceConfig } from '../load/service-config.ts';
import { child, entriesOf, isNothing, type SourceNode } from '../yaml/source-tree.ts';
import type { StackFile } from './stack-plan.ts';

/** Properties that docker passes on to the containers and the simulation has no place for. */
const unsimulated = [
  'cap_add',
  'cap_drop',
  'dns',
  'dns_search',
  'extra_hosts',
  'init',
  'oom_score_adj',
  'read_only',
  'stdin_open',
  'sysctls',
  'tty',
  'ulimits',
] as const;

// Deviation: docker sends these; a change of one of them alone replaces no task here.
/** Says which properties of a service the simulation leaves out. */
export function warnAboutUnsimulated({ log }: StackFile, service: ServiceConfig): void {
  const warn = (node: SourceNode): void => {
    log.warning(node.at, 'not-simulated', `${node.at.path} is not simulated and has no effect`);
  };
  for (const property of unsimulated) {
    const node = child(service.node, property);
    if (node !== undefined && !isNothing(node)) warn(node);
  }
  for (const { node } of service.volumes) {
    for (const [, { value }] of optionsOf(node)) warn(value);
  }
  for (const { node } of service.networks.values()) {
    const options = child(node, 'driver_opts');
    if (options !== undefined) warn(options);
  }
}

function optionsOf(volume: SourceNode): ReturnType<typeof entriesOf> {
  const sections = ['bind', 'volume', 'tmpfs'];
  return sections.flatMap((section) => entriesOf(child(volume, section)));
}
