/**
 * How scenarios shrink as data. What is drawn refers to things by number, so when one goes, all others are of
 * something else: that gets stuck where a service is in the way that has no part in what fails. A scenario
 * refers to things by name; here one thing after the other is left out, with all that speaks of it.
 */
import fc from 'fast-check';
import { isScenario } from '../scenario/is-scenario.ts';
import type { Scenario, ScenarioStep } from '../scenario/scenario.ts';

/** What has to stay. */
export interface StoryRemains {
  /** Fewest operations, those not counted that make the objects that services refer to. */
  readonly stepsMin: number;
  readonly nodesMin: number;
  /** Whether a step has to stay. Default: none has to. */
  readonly keepsStep?: (step: ScenarioStep) => boolean;
  /** Whether the node of this host name has to stay. Default: none has to. */
  readonly keepsNode?: (hostname: string) => boolean;
}

/** Lets scenarios shrink as data where they shrink no further as they were drawn. */
export function shrinkingAsData(
  drawn: fc.Arbitrary<Scenario>,
  remains: StoryRemains,
): fc.Arbitrary<Scenario> {
  return new StoryArbitrary(drawn, remains);
}

/** What a scenario is that was drawn, besides its value; one that was shrunk as data has none. */
interface Drawn {
  readonly context: unknown;
}

class StoryArbitrary extends fc.Arbitrary<Scenario> {
  readonly #drawn: fc.Arbitrary<Scenario>;
  readonly #remains: StoryRemains;

  constructor(drawn: fc.Arbitrary<Scenario>, remains: StoryRemains) {
    super();
    this.#drawn = drawn;
    this.#remains = remains;
  }

  override generate(random: fc.Random, biasFactor: number | undefined): fc.Value<Scenario> {
    return markDrawn(this.#drawn.generate(random, biasFactor));
  }

  /** So that examples shrink as well. */
  override canShrinkWithoutContext(value: unknown): value is Scenario {
    return isScenario(value);
  }

  override shrink(scenario: Scenario, context: unknown): fc.Stream<fc.Value<Scenario>> {
    const smaller = fc
      .stream(smallerStories(scenario, this.#remains))
      .map((story) => new fc.Value(story, undefined));
    if (context === undefined) return smaller;
    const { context: inner } = context as Drawn;
    return this.#drawn.shrink(scenario, inner).map(markDrawn).join(smaller);
  }
}

function markDrawn({ value, context }: fc.Value<Scenario>): fc.Value<Scenario> {
  const drawn: Drawn = { context };
  return new fc.Value(value, drawn);
}

/** Scenarios with one thing less, the last first. */
export function* smallerStories(scenario: Scenario, remains: StoryRemains): Generator<Scenario> {
  yield* withoutSteps(scenario, remains);
  yield* withoutNodes(scenario, remains);
  yield* withoutBehaviours(scenario);
}

function* withoutSteps(
  scenario: Scenario,
  { stepsMin, keepsStep = keepsNone }: StoryRemains,
): Generator<Scenario> {
  for (const step of lastFirst(scenario.steps)) {
    const name = nameOfMade(step);
    const gone = (other: ScenarioStep): boolean =>
      other === step || (name !== undefined && mentions(other, name));
    const steps = scenario.steps.filter((other) => !gone(other));
    if (scenario.steps.some((other) => gone(other) && keepsStep(other))) continue;
    if (steps.length < 1 || steps.filter(isCounted).length < stepsMin) continue;
    yield { ...scenario, steps };
  }
}

function* withoutNodes(
  scenario: Scenario,
  { nodesMin, keepsNode = keepsNone }: StoryRemains,
): Generator<Scenario> {
  const nodes = scenario.cluster.nodes ?? [];
  if (nodes.length <= nodesMin) return;
  const { cluster: _, ...rest } = scenario;
  for (const node of lastFirst(nodes)) {
    if (keepsNode(node.hostname) || mentions(rest, node.hostname)) continue;
    const left = nodes.filter((other) => other !== node);
    yield { ...scenario, cluster: { ...scenario.cluster, nodes: left } };
  }
}

function* withoutBehaviours(scenario: Scenario): Generator<Scenario> {
  const { behaviours = [] } = scenario;
  for (const behaviour of lastFirst(behaviours)) {
    yield { ...scenario, behaviours: behaviours.filter((other) => other !== behaviour) };
  }
}

function lastFirst<Item>(items: readonly Item[]): readonly Item[] {
  return items.map((_, index) => items.at(-1 - index) as Item);
}

function keepsNone(): boolean {
  return false;
}

/** Name of what a step makes, where others may refer to it. */
function nameOfMade(step: ScenarioStep): string | undefined {
  switch (step.kind) {
    case 'service-create':
      return step.options.name;
    case 'config-create':
    case 'secret-create':
      return 'spec' in step ? step.spec.name : step.name;
    case 'network-create':
      return step.spec.name;
    default:
      return undefined;
  }
}

const objectKinds: ReadonlySet<string> = new Set([
  'config-create',
  'secret-create',
  'network-create',
]);

function isCounted({ kind }: ScenarioStep): boolean {
  return !objectKinds.has(kind);
}

/** Whether data has a text with a name in it, such as `config://NAME` and `node.hostname==NAME`. */
function mentions(data: unknown, name: string): boolean {
  if (typeof data === 'string') return data.includes(name) && nameIn(name).test(data);
  if (typeof data !== 'object' || data === null) return false;
  return Object.values(data).some((value) => mentions(value, name));
}

/** A name that is no part of a longer one: `web` is not in `web-1`, but in `web.1`. */
function nameIn(name: string): RegExp {
  const escaped = name.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  return new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`);
}
