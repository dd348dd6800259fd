import { checkOptions, type OptionTable } from '../options/check-options.ts';
import { describeHost, type HostDescription, type HostOptions } from './host-description.ts';

/** What may change of a machine while it runs; what is absent stays. */
export type HostChange = Pick<HostOptions, ChangeableField>;

type ChangeableField =
  'cpus' | 'memory' | 'genericResources' | 'engineVersion' | 'engineLabels' | 'plugins';

const changeableFields: OptionTable<HostChange> = {
  cpus: 'any',
  memory: 'any',
  genericResources: 'list',
  engineVersion: 'text',
  engineLabels: 'record',
  plugins: 'list',
};

/**
 * Changes a machine. Lists and labels are replaced as a whole.
 *
 * @throws SwarmSimError `invalid-argument`, or `malformed-size`.
 */
export function changeHost(
  host: HostDescription,
  change: HostChange,
  hostname: string,
): HostDescription {
  checkOptions<HostChange>(`node ${hostname}: change of the host`, change, changeableFields);
  const { os, build, engineVersion } = host;
  // Whether an engine runs depends on the build, so that the two are looked at together.
  const kept: HostOptions = { os, engineVersion, ...(build !== undefined && { build }) };
  const changed = describeHost({ ...kept, ...change }, hostname);
  return {
    ...host,
    ...(change.cpus !== undefined && { nanoCpus: changed.nanoCpus }),
    ...(change.memory !== undefined && { memoryBytes: changed.memoryBytes }),
    ...(change.genericResources !== undefined && { genericResources: changed.genericResources }),
    ...(change.engineVersion !== undefined && { engineVersion: changed.engineVersion }),
    ...(change.engineLabels !== undefined && { engineLabels: changed.engineLabels }),
    ...(change.plugins !== undefined && { plugins: changed.plugins }),
  };
}
