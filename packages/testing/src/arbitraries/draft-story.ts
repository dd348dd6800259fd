/** Scenarios as they are drawn, as a whole: the world at the beginning, and what happens in it. */
import {
  parseDuration,
  type Behaviour,
  type RegistryOptions,
  type ServiceOptions,
} from '@swarmsim/core';
import fc from 'fast-check';
import type {
  Scenario,
  ScenarioCluster,
  ScenarioStack,
  ScenarioStep,
} from '../scenario/scenario.ts';
import type { Bounds } from './check-constraints.ts';
import { usualDomain } from './credential-spec-text.ts';
import { draftBehaviours, toBehaviour, type DraftBehaviour } from './draft-behaviours.ts';
import {
  draftClusters,
  toCluster,
  type ClusterTraits,
  type DraftCluster,
} from './draft-cluster.ts';
import {
  draftDirectories,
  plainDirectory,
  toDirectory,
  type DraftDirectory,
} from './draft-directory.ts';
import { withCopies } from './draft-node.ts';
import { directoryFaults } from './draft-faults.ts';
import { draftRegistries, toRegistry, type DraftRegistry } from './draft-registry.ts';
import { draftFields, draftServices, plainService, type DraftService } from './draft-service.ts';
import { draftStepLists } from './draft-step-lists.ts';
import type { DraftAct, DraftStep } from './draft-steps.ts';
import { jobImage } from './name-service.ts';
import { nameSteps } from './name-steps.ts';
import { storyFocuses, type StoryFocus } from './story-focus.ts';
import { createWorld, type World } from './world.ts';

/** A scenario before anything has a name. */
export interface DraftStory {
  readonly seed: number;
  /** Whether the seed decides the order of what is due at the same instant. */
  readonly permute: boolean;
  readonly cluster: DraftCluster;
  readonly services: readonly DraftService[];
  /** Whether there is a service at the beginning, even where none was drawn: not if there is one later. */
  readonly hasServices: boolean;
  readonly steps: readonly DraftStep[];
  readonly behaviours: readonly DraftBehaviour[];
  readonly directory: DraftDirectory | undefined;
  readonly registry: DraftRegistry | undefined;
}

/** What stories are drawn from. */
export interface StoryBounds {
  readonly cluster: ClusterTraits;
  readonly steps: Bounds;
  /** Most services at the beginning; they count as steps. */
  readonly servicesMax: number;
  readonly replicasMax: number;
  readonly faults: boolean;
  readonly behaviours: boolean;
  /** Whether services come and go, and change. Default true. */
  readonly services?: boolean;
}

/** What of a story is not drawn. */
export interface GivenStory {
  /** Makes the cluster of the hosts that were drawn. */
  readonly clusterOf?: (drawn: ScenarioCluster) => ScenarioCluster;
  /** Steps in front of those that are drawn. */
  readonly steps?: readonly ScenarioStep[];
  readonly stacks?: Readonly<Record<string, ScenarioStack>>;
  /** Services that these make. */
  readonly services?: readonly ServiceOptions[];
}

/**
 * Random stories: most of everything, and some of one matter only, in which its features meet more often.
 * That finds more than if all were alike (Groce et al., Swarm testing, ISSTA 2012).
 */
export function draftStories(bounds: StoryBounds): fc.Arbitrary<DraftStory> {
  const all = draftStoriesAbout(undefined, bounds);
  if (bounds.services === false) return all;
  return fc.oneof(
    { weight: 14, arbitrary: all },
    ...storyFocuses.map((focus) => {
      return { weight: focus.weight, arbitrary: draftStoriesAbout(focus, bounds) };
    }),
  );
}

function draftStoriesAbout(
  focus: StoryFocus | undefined,
  bounds: StoryBounds,
): fc.Arbitrary<DraftStory> {
  const { steps, replicasMax, faults, services = true } = bounds;
  const { behaviours: oddities = 'usual', lastsDays = false } = focus ?? {};
  const servicesMax = Math.min(bounds.servicesMax, focus?.servicesMax ?? Infinity, steps.max);
  const servicesMin = Math.min(1, servicesMax);
  const aim = {
    ...{ replicasMax, faults, services, stacks: true },
    ...(focus !== undefined && { focus }),
  };
  const fields = draftFields(focus?.fields);
  const service = draftServices(replicasMax, focus?.modes, focus?.fieldsMax, fields);
  const story = fc.record({
    seed: fc.nat({ max: 0xffff }),
    permute: fc.boolean(),
    cluster: draftClusters(bounds.cluster),
    services: fc.array(service, { maxLength: servicesMax, size: 'max' }),
    steps: draftStepLists(aim, {
      min: Math.max(0, steps.min - servicesMin),
      max: steps.max - servicesMax,
    }),
    behaviours: fc.array(draftBehaviours(oddities === 'none' ? 'usual' : oddities), {
      minLength: bounds.behaviours && oddities === 'late' ? 1 : 0,
      maxLength: bounds.behaviours && oddities !== 'none' ? 2 : 0,
    }),
    directory: services ? seldom(5, draftDirectories()) : fc.constant(undefined),
    registry: services && !lastsDays ? seldom(5, draftRegistries()) : fc.constant(undefined),
  });
  return story.map((drawn) => {
    const isSpared = drawn.steps.length >= steps.min && drawn.steps.some(createsService);
    return { ...drawn, hasServices: servicesMax > 0 && !isSpared };
  });
}

/** Makes a scenario of a draft. */
export function toScenario(draft: DraftStory, given: GivenStory = {}): Scenario {
  const directory =
    draft.directory ?? (draft.steps.some(needsDirectory) ? plainDirectory : undefined);
  const { clusterOf = (drawn) => drawn } = given;
  const cluster = clusterOf(toCluster(draft.cluster, directory && usualDomain));
  const isJoinedTo = cluster.nodes?.some(({ host }) => host.domain === usualDomain) ?? false;
  const domain = directory !== undefined && isJoinedTo ? usualDomain : undefined;
  const world = createWorld({ cluster, domain, ...given });
  const hosts = world.nodes.filter(isJoined).map(({ name }) => name);
  const steps = nameSteps(
    [...createFirst(draft.services, draft.hasServices), ...draft.steps],
    world,
  );
  const behaviours = nameBehaviours(draft.behaviours, world);
  const registry = nameRegistry(draft.registry, world);
  return {
    version: 1,
    seed: draft.seed,
    ...(draft.permute && { sameInstantOrder: 'seeded' }),
    cluster: {
      ...cluster,
      nodes: cluster.nodes?.map((node) => withCopies(node, world.copies)) ?? [],
    },
    ...(directory !== undefined &&
      domain !== undefined && { directory: toDirectory(directory, domain, hosts) }),
    ...(registry !== undefined && { registry }),
    ...(behaviours.length > 0 && { behaviours }),
    ...(world.stacks.size > 0 && { stacks: Object.fromEntries(world.stacks) }),
    steps: inOrder([...(given.steps ?? []), ...steps]),
  };
}

/** Given steps and drawn ones by their instants; those of one instant stay as they are. */
function inOrder(steps: readonly ScenarioStep[]): readonly ScenarioStep[] {
  return [...steps].sort((a, b) => parseDuration(a.at) - parseDuration(b.at));
}

/**
 * The steps in which the first services are created. Where there has to be one and none was drawn, it is
 * the plainest: so lists of services shrink from both ends.
 */
export function createFirst(
  services: readonly DraftService[],
  hasServices: boolean,
): readonly DraftStep[] {
  const all = hasServices && services.length === 0 ? [plainService] : services;
  return all.map((draft) => ({ afterMs: 0, act: { kind: 'create-service', draft } }));
}

function isJoined({ options }: World['nodes'][number]): boolean {
  return options.host.domain !== undefined;
}

function needsDirectory({ act }: DraftStep): boolean {
  return (
    act.kind === 'edit-directory' || faultsOf(act).some((kind) => directoryFaults.includes(kind))
  );
}

function createsService({ act }: DraftStep): boolean {
  return act.kind === 'create-service';
}

function faultsOf(act: DraftAct): readonly (typeof directoryFaults)[number][] {
  if (act.kind === 'fault') return [act.fault.kind];
  return act.kind === 'plan' ? act.plan.faults.map(({ kind }) => kind) : [];
}

/** Containers of jobs end by themselves, unless something else was drawn for them. */
function nameBehaviours(
  drafts: readonly DraftBehaviour[],
  { services, nodes, images }: World,
): readonly Behaviour[] {
  const names = {
    services: services.map(({ name }) => name),
    nodes: nodes.map(({ name }) => name),
  };
  return [
    ...drafts.flatMap((draft) => toBehaviour(draft, names) ?? []),
    ...(images.has(jobImage) ? [{ image: jobImage, exitAfterMs: 1_000 }] : []),
  ];
}

function nameRegistry(draft: DraftRegistry | undefined, world: World): RegistryOptions | undefined {
  const images = [...world.images];
  return draft === undefined || images.length === 0 ? undefined : toRegistry(draft, images);
}

function seldom<Value>(
  weight: number,
  arbitrary: fc.Arbitrary<Value>,
): fc.Arbitrary<Value | undefined> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary },
  );
}
