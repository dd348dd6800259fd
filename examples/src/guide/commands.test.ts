import { swarmCommands, swarmSetup } from '@swarmsim/testing';
import fc from 'fast-check';
import { expect, it } from 'vitest';

it('does what a naive reading of its documentation says', () => {
  let commandsRun = 0;
  const property = fc.property(swarmCommands({ commandsMax: 20 }), (commands) => {
    fc.modelRun(swarmSetup(), commands);
    commandsRun += [...commands].length;
  });

  fc.assert(property, { numRuns: 20 });

  expect(commandsRun).toBeGreaterThan(100);
});
