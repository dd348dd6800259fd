import type { Platform } from '../../model/node.ts';
import { joinTexts, type Filter } from './filter.ts';

/** The image must exist for the node's platform. SwarmKit: filter.go, PlatformFilter. */
export const platformFilter: Filter = {
  name: 'platform',
  prepare(task, nodes) {
    const platforms = task.spec.placement?.platforms ?? [];
    if (platforms.length === 0) return undefined;
    return (slot) => {
      const own = nodes.nodeAt(slot)?.description?.platform;
      return own !== undefined && platforms.some((platform) => isSamePlatform(platform, own));
    };
  },
  inputs: (task) =>
    joinTexts(
      (task.spec.placement?.platforms ?? []).flatMap(({ architecture, os }) => [architecture, os]),
    ),
  explain: (nodeCount) =>
    nodeCount === 1
      ? 'unsupported platform on 1 node'
      : `unsupported platform on ${nodeCount} nodes`,
};

/** An empty field of the image's platform matches anything. SwarmKit: filter.go, platformEqual. */
function isSamePlatform(image: Platform, node: Platform): boolean {
  const architecture = dockerName(image.architecture);
  if (architecture !== '' && architecture !== dockerName(node.architecture)) return false;
  return image.os === '' || image.os === node.os;
}

/** Kernels and images name two processors differently. */
function dockerName(architecture: string): string {
  if (architecture === 'x86_64') return 'amd64';
  return architecture === 'aarch64' ? 'arm64' : architecture;
}
