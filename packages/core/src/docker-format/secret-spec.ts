import type { SecretSpec } from '../model/secret.ts';
import type { DockerConfigSpec } from './config-spec.ts';
import type { Labels } from '../model/meta.ts';
import { isGiven, optional, optionalLabels, type Maybe } from './units.ts';

/** Body of `POST /secrets/create`. */
export interface DockerSecretSpec extends DockerConfigSpec {
  readonly Driver?: Maybe<DockerDriver>;
}

/** A driver with options. */
export interface DockerDriver {
  readonly Name?: string;
  readonly Options?: Maybe<Labels>;
}

/** Reads a secret. */
export function fromDockerSecretSpec(spec: DockerSecretSpec): SecretSpec {
  return {
    name: spec.Name ?? '',
    ...optionalLabels('labels', spec.Labels),
    ...optional('data', spec.Data),
    ...optional('driver', isGiven(spec.Driver) ? fromDockerDriver(spec.Driver) : undefined),
    ...optional('templating', spec.Templating?.Name),
  };
}

/** Reads a driver. */
export function fromDockerDriver(driver: DockerDriver): {
  readonly name: string;
  readonly options?: Labels;
} {
  return { name: driver.Name ?? '', ...optionalLabels('options', driver.Options) };
}
