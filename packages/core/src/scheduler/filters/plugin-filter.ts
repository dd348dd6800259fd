import type { Mount } from '../../model/container.ts';
import type { PluginDescription } from '../../model/node.ts';
import type { Task } from '../../model/task.ts';
import { joinTexts, type Filter } from './filter.ts';

/** A node must have the drivers that a task names. SwarmKit: filter.go, PluginFilter. */
export const pluginFilter: Filter = {
  name: 'plugin',
  prepare(task, nodes) {
    const volumes = volumeDriversOf(task);
    const networks = networkDriversOf(task);
    const log = logDriverOf(task);
    if (volumes.length === 0 && networks.length === 0 && log === undefined) return undefined;
    return (slot) => {
      const engine = nodes.nodeAt(slot)?.description?.engine;
      // A node without an engine cannot be asked about plugins.
      if (engine === undefined) return true;
      const plugins = engine.plugins ?? [];
      return (
        volumes.every((name) => hasPlugin(plugins, 'Volume', name)) &&
        networks.every((name) => hasPlugin(plugins, 'Network', name)) &&
        (log === undefined || !reportsLogDrivers(plugins) || hasPlugin(plugins, 'Log', log))
      );
    };
  },
  inputs(task) {
    const lists = [volumeDriversOf(task), networkDriversOf(task), [logDriverOf(task) ?? '']];
    return lists.every((list) => list.every((name) => name === ''))
      ? ''
      : joinTexts(lists.map(joinTexts));
  },
  explain: (nodeCount) =>
    nodeCount === 1 ? 'missing plugin on 1 node' : `missing plugin on ${nodeCount} nodes`,
};

function volumeDriversOf(task: Task): readonly string[] {
  const { runtime } = task.spec;
  if (runtime?.kind !== 'container' || runtime.mounts === undefined) return none;
  return runtime.mounts.map(volumeDriverOf).filter((name) => name !== '');
}

// SwarmKit: manager/scheduler/filter.go, referencesVolumePlugin.
function volumeDriverOf(mount: Mount): string {
  const name = mount.type === 'volume' ? (mount.volumeOptions?.driver?.name ?? '') : '';
  return name === 'local' ? '' : name;
}

function networkDriversOf(task: Task): readonly string[] {
  if (task.networks === undefined) return none;
  return task.networks.map((network) => network.driver).filter((name) => name !== '');
}

function logDriverOf(task: Task): string | undefined {
  const name = task.spec.logDriver?.name ?? '';
  return name === '' || name === 'none' ? undefined : name;
}

/** An old engine reports no log drivers at all, and may have any. */
function reportsLogDrivers(plugins: readonly PluginDescription[]): boolean {
  return plugins.some((plugin) => plugin.type === 'Log');
}

function hasPlugin(plugins: readonly PluginDescription[], type: string, name: string): boolean {
  return plugins.some(
    (plugin) => plugin.type === type && (plugin.name === name || plugin.name === `${name}:latest`),
  );
}

const none: readonly string[] = [];
