/**
 * Turns what a stack file states into the objects that `docker stack deploy` would create. Whatever
 * can be told without a cluster is checked here; a file with any error makes no stack at all.
 */
import { compareText, goQuote } from '../go/go-text.ts';
import { planConfigs, planSecrets } from './plan-file-objects.ts';
import { planNetworks } from './plan-networks.ts';
import { planService } from './plan-service.ts';
import type { Stack } from './stack.ts';
import type { StackFile } from './stack-plan.ts';

/** Plans a stack; what is wrong goes to the file's log. */
export function planStack(file: StackFile): Stack {
  checkStackName(file);
  const networks = planNetworks(file);
  const secrets = planSecrets(file);
  const configs = planConfigs(file);
  // Deviation: docker takes services in random order; here they are sorted by name.
  const services = [...file.services].sort((left, right) => compareText(left.name, right.name));
  return {
    name: file.name,
    networks: networks.owned,
    externalNetworks: networks.external,
    secrets,
    configs,
    services: services.flatMap((service) => planService(file, service) ?? []),
  };
}

// docker/cli: cli/command/stack/common.go, validateStackName.
function checkStackName({ name, log }: StackFile): void {
  if (/[^\s"']/.test(name)) return;
  const start = { path: '', line: 1, column: 1 };
  log.error(start, 'malformed-stack-name', `invalid stack name: ${goQuote(name)}`);
}
