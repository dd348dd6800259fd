import {
  closedMap,
  integer,
  listOf,
  number,
  pairs,
  since,
  text,
  type Properties,
  type Schema,
} from './schema.ts';

/** A duration as Go writes it, such as `1m30s`. */
export const duration: Schema = { types: ['string'], format: 'duration' };

/** What the `deploy` section of a service must be like. */
export function deploySchema(minor: number): Schema {
  const deploy = closedMap({
    mode: text,
    replicas: integer,
    labels: pairs,
    update_config: updateConfig(minor),
    resources: resources(minor),
    restart_policy: closedMap({
      condition: text,
      delay: duration,
      max_attempts: integer,
      window: duration,
    }),
    placement: placement(minor),
    ...since(2, minor, { endpoint_mode: text }),
    ...since(7, minor, { rollback_config: updateConfig(minor) }),
  });
  return { ...deploy, types: ['object', 'null'] };
}

function updateConfig(minor: number): Schema {
  return closedMap({
    parallelism: integer,
    delay: duration,
    failure_action: text,
    monitor: duration,
    max_failure_ratio: number,
    ...since(4, minor, { order: { types: ['string'], choices: ['start-first', 'stop-first'] } }),
  });
}

function resources(minor: number): Schema {
  const amounts: Properties = { cpus: text, memory: text };
  return closedMap({
    limits: closedMap({ ...amounts, ...since(9, minor, { pids: integer }) }),
    reservations: closedMap({
      ...amounts,
      ...since(5, minor, { generic_resources: genericResources }),
    }),
  });
}

const genericResources: Schema = listOf(
  closedMap({ discrete_resource_spec: closedMap({ kind: text, value: number }) }),
);

function placement(minor: number): Schema {
  return closedMap({
    constraints: listOf(text),
    ...since(3, minor, { preferences: listOf(closedMap({ spread: text })) }),
    ...since(8, minor, { max_replicas_per_node: integer }),
  });
}
