import type fc from 'fast-check';
import { importNodes } from '../scenario/import-nodes.ts';
import type { Scenario, ScenarioCluster } from '../scenario/scenario.ts';
import { checkConstraints, invalid } from './check-constraints.ts';
import { draftStories, toScenario } from './draft-story.ts';
import { churnTable, nearValidScenarios, readChurn, type ChurnConstraints } from './scenarios.ts';
import { shrinkingAsData } from './smaller-stories.ts';

/**
 * Random scenarios of one's own cluster, as `docker node inspect $(docker node ls -q)` prints it, as a
 * text or parsed: any services, any churn. They shrink as other scenarios do, but for the nodes, which
 * stay as they are.
 *
 * @throws SwarmSimError `invalid-argument` where the nodes cannot be read or constraints are wrong.
 */
export function clusterScenarios(
  inspectJson: unknown,
  constraints: ChurnConstraints = {},
): fc.Arbitrary<Scenario> {
  checkConstraints('clusterScenarios', constraints, churnTable);
  const nodes = importNodes(inspectJson);
  if (nodes.length === 0) throw invalid('clusterScenarios: there are no nodes');
  const churn = readChurn('clusterScenarios', constraints);
  const given = { clusterOf: (settings: ScenarioCluster) => ({ ...settings, nodes }) };
  const drawn = draftStories({ cluster: noNodes, ...churn }).map((draft) =>
    toScenario(draft, given),
  );
  const remains = { stepsMin: churn.steps.min, nodesMin: nodes.length };
  return nearValidScenarios(shrinkingAsData(drawn, remains), constraints);
}

/** Only settings are drawn. */
const noNodes = {
  nodes: { min: 0, max: 0 },
  windows: true,
  linux: true,
  managers: false,
  settings: true,
  traitsMax: 0,
  zonesMax: 0,
  racksMax: 0,
} as const;
