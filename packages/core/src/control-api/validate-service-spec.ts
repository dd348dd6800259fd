import { parseConstraints } from '../constraint/parse-constraints.ts';
import { SwarmSimError } from '../kernel/errors.ts';
import type { ServiceSpec } from '../model/service.ts';
import type { Placement, TaskSpec } from '../model/task.ts';
import {
  ControlApiError,
  invalidArgument,
  missingArgument,
  unimplemented,
} from './control-api-error.ts';
import { validateContainer } from './validate-container.ts';
import { validateEndpoint } from './validate-endpoint.ts';
import { validateGenericRuntime } from './validate-generic-runtime.ts';
import { validateMode, validateUpdateOfMode } from './validate-mode.ts';
import { validateName } from './validate-name.ts';
import { validateRestartPolicy } from './validate-policies.ts';
import { validateConfigReferences, validateSecretReferences } from './validate-references.ts';
import { validateResources } from './validate-resources.ts';

/**
 * Checks everything about a service that can be checked without looking at the cluster. The order
 * decides which of several mistakes is named.
 * SwarmKit: manager/controlapi/service.go, validateServiceSpec.
 */
export function validateServiceSpec(spec: ServiceSpec | undefined): asserts spec is ServiceSpec {
  if (spec === undefined) throw missingArgument();
  // On the wire neither can be missing: an absent one is empty.
  const given: Partial<ServiceSpec> = spec;
  validateName(given.name ?? '');
  validateTaskSpec(given.task ?? {});
  validateMode(spec.mode);
  validateUpdateOfMode(spec);
  validateEndpoint(spec.endpoint);
}

// SwarmKit: manager/controlapi/service.go, validateTaskSpec.
function validateTaskSpec(task: TaskSpec): void {
  validateResources(task.resources);
  validateRestartPolicy(task.restart);
  validatePlacement(task.placement);
  validateRuntime(task.runtime);
}

// SwarmKit: manager/controlapi/service.go, validatePlacement. The parser's error has no status.
function validatePlacement(placement: Placement | undefined): void {
  try {
    parseConstraints(placement?.constraints ?? []);
  } catch (error) {
    if (!(error instanceof SwarmSimError) || error.code !== 'unknown') throw error;
    throw new ControlApiError('unknown', error.message);
  }
}

function validateRuntime(runtime: TaskSpec['runtime']): void {
  switch (runtime?.kind) {
    case undefined:
      throw invalidArgument('TaskSpec: missing runtime');
    case 'container':
      validateSecretReferences(runtime);
      validateConfigReferences(runtime);
      validateContainer(runtime);
      return;
    case 'generic':
      validateGenericRuntime(runtime);
      return;
    case 'attachment':
      throw unimplemented('RuntimeSpec: unimplemented runtime in service spec');
  }
}
