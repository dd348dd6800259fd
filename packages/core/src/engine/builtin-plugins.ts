import type { PluginDescription } from '../model/node.ts';

/** What an engine on Windows brings along. moby: daemon/logdrivers_windows.go, libnetwork. */
export const windowsPlugins: readonly PluginDescription[] = [
  ...pluginsOf('Log', ['awslogs', 'etwlogs', 'fluentd', 'gcplogs', 'gelf', 'json-file']),
  ...pluginsOf('Log', ['splunk', 'syslog']),
  ...pluginsOf('Network', ['ics', 'internal', 'l2bridge', 'l2tunnel', 'nat', 'null', 'overlay']),
  ...pluginsOf('Network', ['private', 'transparent']),
  ...pluginsOf('Volume', ['local']),
];

/** What an engine on Linux brings along. moby: daemon/logdrivers_linux.go, libnetwork. */
export const linuxPlugins: readonly PluginDescription[] = [
  ...pluginsOf('Log', ['awslogs', 'fluentd', 'gcplogs', 'gelf', 'journald', 'json-file', 'local']),
  ...pluginsOf('Log', ['splunk', 'syslog']),
  ...pluginsOf('Network', ['bridge', 'host', 'ipvlan', 'macvlan', 'null', 'overlay']),
  ...pluginsOf('Volume', ['local']),
];

// moby: daemon/cluster/executor/container/executor.go, Describe: sorted by type, then by name.
function pluginsOf(type: string, names: readonly string[]): readonly PluginDescription[] {
  return names.map((name) => ({ type, name }));
}
