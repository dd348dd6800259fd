import { describe, expect, it } from 'vitest';
import { behaviours } from './behaviours.ts';
import { clusters } from './clusters.ts';
import { credentialSpecs } from './credential-specs.ts';
import { faultPlans } from './fault-plans.ts';
import { nodes } from './nodes.ts';
import { registries } from './registries.ts';
import { scenarios } from './scenarios.ts';
import { services } from './services.ts';
import { timelines } from './timelines.ts';

/** Constraints as a caller without types gives them. */
function given(constraints: unknown): object {
  return constraints as object;
}

describe('constraints of arbitraries', () => {
  it.each([
    {
      name: 'that contradict each other',
      make: () => scenarios({ nodesMin: 6, nodesMax: 5 }),
      message: 'scenarios: nodesMin is 6, which is more than nodesMax, 5',
    },
    {
      name: 'that contradict each other in a timeline',
      make: () => timelines({ stepsMin: 3, stepsMax: 2 }),
      message: 'timelines: stepsMin is 3, which is more than stepsMax, 2',
    },
    {
      name: 'below zero',
      make: () => scenarios({ stepsMax: -1 }),
      message: 'scenarios: stepsMax must be a whole number from 0 to 2147483647, not -1',
    },
    {
      name: 'that are unknown',
      make: () => scenarios(given({ nodeMax: 3 })),
      message: "scenarios: unknown constraint 'nodeMax'; there are nodesMin, nodesMax, ",
    },
    {
      name: 'of another kind',
      make: () => clusters(given({ windows: 'yes' })),
      message: "clusters: windows must be true or false, not 'yes'",
    },
    {
      name: 'that are no object',
      make: () => services(given([])),
      message: 'services: constraints must be an object, not a list',
    },
    {
      name: 'that leave no hosts',
      make: () => nodes({ windows: false, linux: false }),
      message: 'nodes: windows and linux are both false, so that there are no hosts',
    },
    {
      name: 'that leave no modes',
      make: () => services({ modes: [] }),
      message: 'services: modes is empty',
    },
    {
      name: 'with an unknown mode',
      make: () => services(given({ modes: ['job'] })),
      message:
        "services: modes must be of replicated, global, replicated-job, global-job, not 'job'",
    },
    {
      name: 'with a fault that has nothing to strike',
      make: () => faultPlans({ kinds: ['exit-task'] }),
      message: "faultPlans: kind 'exit-task' needs services",
    },
    {
      name: 'with more zones than have names',
      make: () => clusters({ zonesMax: 9 }),
      message: 'clusters: zonesMax must be at most 8, not 9',
    },
    {
      name: 'with a share above one',
      make: () => behaviours({ nearValid: 2 }),
      message: 'behaviours: nearValid must be true, false, or a share from 0 to 1, not 2',
    },
    {
      name: 'without accounts',
      make: () => credentialSpecs({ accounts: [] }),
      message: 'credentialSpecs: accounts is empty',
    },
    {
      name: 'without images',
      make: () => registries({ images: [] }),
      message: 'registries: images is empty',
    },
  ])('are refused: those $name', ({ make, message }) => {
    expect(make).toThrow(
      expect.objectContaining({
        code: 'invalid-argument',
        message: expect.stringContaining(message) as string,
      }),
    );
  });

  it('follow each other: a bound that is not given gives way to one that is', () => {
    expect(() => scenarios({ nodesMin: 9 })).not.toThrow();
    expect(() => scenarios({ nodesMax: 0 })).not.toThrow();
    expect(() => scenarios({ stepsMax: 0 })).not.toThrow();
  });
});
