import { toFloat32 } from '../go/go-float.ts';
import type { IssueLog } from '../issue/issue.ts';
import { child, itemsOf, type SourceNode } from '../yaml/source-tree.ts';
import {
  readDuration,
  readLabels,
  readNumber,
  readSize,
  readText,
  readTexts,
  readUnsigned,
} from './read-value.ts';
import type {
  Amounts,
  DeployConfig,
  GenericAmount,
  RestartSection,
  UpdateSection,
} from './service-config.ts';

/** Reads the `deploy` section; one that is missing asks for nothing. */
export function loadDeploy(node: SourceNode | undefined, log: IssueLog): DeployConfig {
  const placement = child(node, 'placement');
  const maxReplicas = child(placement, 'max_replicas_per_node');
  const update = loadUpdate(child(node, 'update_config'), { name: 'update_config', log });
  const rollback = loadUpdate(child(node, 'rollback_config'), { name: 'rollback_config', log });
  const restart = loadRestart(child(node, 'restart_policy'), log);
  const replicas = readUnsigned({ node: child(node, 'replicas'), name: 'Deploy.Replicas', log });
  return {
    mode: readText(child(node, 'mode')),
    ...(replicas !== undefined && { replicas }),
    labels: readLabels(child(node, 'labels')),
    ...(update && { update }),
    ...(rollback && { rollback }),
    ...loadResources(child(node, 'resources'), log),
    ...(restart && { restart }),
    constraints: readTexts(child(placement, 'constraints')),
    preferences: itemsOf(child(placement, 'preferences')).map((item) =>
      readText(child(item, 'spread')),
    ),
    maxReplicas:
      readUnsigned({ node: maxReplicas, name: 'Deploy.Placement.max_replicas_per_node', log }) ?? 0,
    endpointMode: readText(child(node, 'endpoint_mode')),
  };
}

function loadUpdate(
  node: SourceNode | undefined,
  { name, log }: { name: string; log: IssueLog },
): UpdateSection | undefined {
  if (node?.kind !== 'map') return undefined;
  const section = `Deploy.${name}`;
  const parallelism = readUnsigned({
    node: child(node, 'parallelism'),
    name: `${section}.Parallelism`,
    log,
  });
  const delayNs = readDuration({ node: child(node, 'delay'), name: `${section}.Delay`, log });
  const monitorNs = readDuration({ node: child(node, 'monitor'), name: `${section}.Monitor`, log });
  return {
    ...(parallelism !== undefined && { parallelism }),
    delayNs: delayNs ?? 0,
    failureAction: readText(child(node, 'failure_action')),
    monitorNs: monitorNs ?? 0,
    maxFailureRatio: toFloat32(readNumber(child(node, 'max_failure_ratio'))),
    order: readText(child(node, 'order')),
  };
}

function loadRestart(node: SourceNode | undefined, log: IssueLog): RestartSection | undefined {
  if (node?.kind !== 'map') return undefined;
  const section = 'Deploy.restart_policy';
  const delayNs = readDuration({ node: child(node, 'delay'), name: `${section}.Delay`, log });
  const windowNs = readDuration({ node: child(node, 'window'), name: `${section}.Window`, log });
  const maxAttempts = readUnsigned({
    node: child(node, 'max_attempts'),
    name: `${section}.max_attempts`,
    log,
  });
  return {
    condition: readText(child(node, 'condition')),
    ...(delayNs !== undefined && { delayNs }),
    ...(maxAttempts !== undefined && { maxAttempts }),
    ...(windowNs !== undefined && { windowNs }),
  };
}

function loadResources(
  node: SourceNode | undefined,
  log: IssueLog,
): Pick<DeployConfig, 'limits' | 'reservations'> {
  const limits = child(node, 'limits');
  const reservations = child(node, 'reservations');
  return {
    ...(limits?.kind === 'map' && {
      limits: {
        ...loadAmounts(limits, { name: 'Limits', log }),
        pids: readNumber(child(limits, 'pids')),
      },
    }),
    ...(reservations?.kind === 'map' && {
      reservations: {
        ...loadAmounts(reservations, { name: 'Reservations', log }),
        generic: itemsOf(child(reservations, 'generic_resources')).flatMap(loadGeneric),
      },
    }),
  };
}

function loadAmounts(node: SourceNode, { name, log }: { name: string; log: IssueLog }): Amounts {
  const memory = { node: child(node, 'memory'), name: `Deploy.Resources.${name}.memory`, log };
  return { cpus: readText(child(node, 'cpus')), memoryBytes: readSize(memory) };
}

function loadGeneric(node: SourceNode): readonly GenericAmount[] {
  const spec = child(node, 'discrete_resource_spec');
  if (spec?.kind !== 'map') return [];
  const value = Math.trunc(readNumber(child(spec, 'value')));
  return [{ kind: readText(child(spec, 'kind')), value }];
}
