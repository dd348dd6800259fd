/** Prints what the scenario gives for a seed, for comparison with another process. */
import { runScenario } from './scenario.ts';

process.stdout.write(runScenario(Number(process.argv[2])));
