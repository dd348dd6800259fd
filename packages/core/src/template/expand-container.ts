import type { ContainerSpec, Mount } from '../model/container.ts';
import { labelsFrom, type Labels } from '../model/meta.ts';
import { expandTemplate } from './expand-template.ts';
import { quote } from './go-quote.ts';
import { TemplateError, type TemplateContext } from './template-context.ts';

/**
 * Expands the fields of a container that may hold templates: environment, mounts and host name, in
 * this order. SwarmKit: template/expand.go, ExpandContainerSpec.
 *
 * @throws TemplateError for the first field that cannot be expanded.
 */
export function expandContainerSpec(
  container: ContainerSpec,
  context: TemplateContext,
): ContainerSpec {
  const { env, hostname, mounts } = container;
  if (env === undefined && hostname === undefined && mounts === undefined) return container;
  const expandedEnv = within(
    () => 'expanding env failed',
    () => env?.map((value) => expandEnv(value, context)),
  );
  const expandedMounts = within(
    () => 'expanding mounts failed',
    () => mounts?.map((mount) => expandMount(mount, context)),
  );
  const expandedHostname = within(
    () => 'expanding hostname failed',
    () => (hostname === undefined ? undefined : expandTemplate(hostname, context)),
  );
  return {
    ...container,
    ...(expandedEnv === undefined ? {} : { env: expandedEnv }),
    ...(expandedMounts === undefined ? {} : { mounts: expandedMounts }),
    ...(expandedHostname === undefined ? {} : { hostname: expandedHostname }),
  };
}

/** Only the value is expanded, never the name. SwarmKit: template/expand.go, expandEnv. */
function expandEnv(value: string, context: TemplateContext): string {
  const sign = value.indexOf('=');
  if (sign < 0) return value;
  return within(
    () => `expanding env ${quote(value)}`,
    () => {
      return value.slice(0, sign + 1) + expandTemplate(value.slice(sign + 1), context);
    },
  );
}

// SwarmKit: template/expand.go, expandMounts.
function expandMount(mount: Mount, context: TemplateContext): Mount {
  const { source = '', target, volumeOptions } = mount;
  const expandedSource = within(
    () => `expanding mount source ${quote(source)}`,
    () => expandTemplate(source, context),
  );
  const expandedTarget = within(
    () => `expanding mount target ${quote(target)}`,
    () => expandTemplate(target, context),
  );
  return {
    ...mount,
    ...(mount.source === undefined ? {} : { source: expandedSource }),
    target: expandedTarget,
    ...(volumeOptions === undefined
      ? {}
      : { volumeOptions: expandVolumeOptions(volumeOptions, context) }),
  };
}

type VolumeOptions = NonNullable<Mount['volumeOptions']>;

function expandVolumeOptions(options: VolumeOptions, context: TemplateContext): VolumeOptions {
  const { driver } = options;
  const labels = within(
    () => 'expanding volume labels',
    () => expandMap(options.labels, context),
  );
  if (driver === undefined) return { ...options, labels };
  const driverOptions = within(
    () => 'expanding volume driver config',
    () => expandMap(driver.options, context),
  );
  return { labels, driver: { ...driver, options: driverOptions } };
}

function expandMap(map: Labels | undefined, context: TemplateContext): Labels {
  const entries = Object.entries(map ?? {}).map(([key, value]) => {
    const what = (): string => `expanding map entry ${quote(key)}=${quote(value)}`;
    return [key, within(what, () => expandTemplate(value, context))] as const;
  });
  return labelsFrom(entries);
}

/** Says in front of an error where it happened. */
function within<Result>(what: () => string, expand: () => Result): Result {
  try {
    return expand();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new TemplateError(`${what()}: ${error.message}`);
  }
}
