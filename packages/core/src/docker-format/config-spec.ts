import type { ConfigSpec } from '../model/config.ts';
import type { Labels } from '../model/meta.ts';
import { optional, optionalLabels, type Maybe } from './units.ts';

/** Body of `POST /configs/create`. */
export interface DockerConfigSpec {
  readonly Name?: string;
  readonly Labels?: Maybe<Labels>;
  /** Base64. */
  readonly Data?: Maybe<string>;
  readonly Templating?: Maybe<{ readonly Name?: string }>;
}

/** Reads a config. */
export function fromDockerConfigSpec(spec: DockerConfigSpec): ConfigSpec {
  return {
    name: spec.Name ?? '',
    ...optionalLabels('labels', spec.Labels),
    ...optional('data', spec.Data),
    ...optional('templating', spec.Templating?.Name),
  };
}
