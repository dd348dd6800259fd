import type { Swarm } from '@swarmsim/core';
import type { StackTarget } from './stack-target.ts';

/** Lets a deployment act on a swarm: each call is an operation of that swarm. */
export function toStackTarget(swarm: Swarm): StackTarget {
  const { networks, secrets, configs, services } = swarm.controlApi;
  return {
    findNetwork: (name) => networks.list({ names: [name] })[0],
    createNetwork: (spec) => swarm.apply({ kind: 'network-create', spec }),
    removeNetwork: (id) => swarm.apply({ kind: 'network-remove', network: id }),

    findSecret: (name) => secrets.list({ names: [name] })[0],
    createSecret: (spec) => swarm.apply({ kind: 'secret-create', spec }),
    updateSecret: (id, version, spec) => secrets.update(id, version, spec),
    removeSecret: (id) => swarm.apply({ kind: 'secret-remove', secret: id }),

    findConfig: (name) => configs.list({ names: [name] })[0],
    createConfig: (spec) => swarm.apply({ kind: 'config-create', spec }),
    updateConfig: (id, version, spec) => configs.update(id, version, spec),
    removeConfig: (id) => swarm.apply({ kind: 'config-remove', config: id }),

    listServices: () => services.list(),
    createService: (spec, { resolveImage }) =>
      swarm.apply({ kind: 'service-create-spec', spec, resolveImage }),
    updateService: (service, version, { spec, resolveImage }) =>
      swarm.apply({ kind: 'service-update-spec', service, version, spec, resolveImage }),
    removeService: (id) => swarm.apply({ kind: 'service-remove', service: id }),
  };
}
