import type { NetworkSpec } from '@swarmsim/core';
import { fromDockerNetworkSpec } from '@swarmsim/core/docker-format';
import { labelsFrom } from '@swarmsim/core';
import { compareText } from '../go/go-text.ts';
import type { NetworkConfig } from '../load/load-objects.ts';
import { given, realName, stackLabels, type StackFile } from './stack-plan.ts';

/** Network that services without one of their own share. */
export const defaultNetwork = 'default';

/** The networks of a stack: those it makes, and those that must be there. */
export interface PlannedNetworks {
  readonly owned: readonly NetworkSpec[];
  readonly external: readonly string[];
}

// docker/cli: cli/compose/convert/compose.go, Networks.
/** Plans the networks that services use; a network that is only declared is not made. */
export function planNetworks(file: StackFile): PlannedNetworks {
  const used = new Set(
    file.services.flatMap(({ networks }) =>
      networks.size === 0 ? [defaultNetwork] : [...networks.keys()],
    ),
  );
  const owned = new Map<string, NetworkSpec>();
  const external: string[] = [];
  for (const key of [...used].sort(compareText)) {
    const network = file.networks.get(key);
    const name = realName(file, key, network);
    if (network?.isExternal === true) external.push(name);
    else owned.set(name, toNetworkSpec(file, name, network));
  }
  return { owned: [...owned.values()], external };
}

/** docker/cli: cli/command/stack/deploy_composefile.go, createNetworks, has the default driver. */
function toNetworkSpec(
  file: StackFile,
  name: string,
  network: NetworkConfig | undefined,
): NetworkSpec {
  const { driver = '', driverOptions, subnets = [], ipamDriver = '' } = network ?? {};
  const hasIpam = ipamDriver !== '' || subnets.length > 0;
  return fromDockerNetworkSpec({
    Name: name,
    Labels: stackLabels(file, network?.labels ?? []),
    Driver: driver === '' ? 'overlay' : driver,
    ...(driverOptions && { Options: labelsFrom(driverOptions) }),
    Internal: network?.isInternal ?? false,
    Attachable: network?.isAttachable ?? false,
    Ingress: false,
    ...(hasIpam && {
      IPAM: given(
        'Config',
        subnets.map((Subnet) => ({ Subnet })),
      ),
    }),
  });
}
