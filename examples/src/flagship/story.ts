/**
 * The flagship: a stack file is deployed on hosts A, B and C; then other hosts join, A crashes, B and
 * C are drained, the service is scaled, and the credential spec follows the replicas. Every line that
 * is printed is read from the swarm.
 */
import { deployStack, parseStack, type Issue as StackIssue } from '@swarmsim/compose';
import { createSwarm, windowsNodes, type ImageDescription, type Swarm } from '@swarmsim/core';
import { invariants, watchInvariants, type InvariantWatch } from '@swarmsim/testing';
import { followCredentialSpec } from './follow-credential-spec.ts';
import {
  describeContainers,
  describeMoves,
  describeNodes,
  describeReplicas,
  describeVerdicts,
} from './describe.ts';
import { headline, seconds } from '../print.ts';

/** What the story is told with. */
export interface StoryOptions {
  readonly seed: number;
  /** Name of the stack file, for messages. */
  readonly fileName: string;
  readonly stackText: string;
  readonly stackName: string;
  /** Files beside the stack file. */
  readonly readFile: (path: string) => Uint8Array | string | undefined;
  /** Hosts at the beginning. */
  readonly firstHosts: readonly string[];
  /** Hosts that join later. */
  readonly laterHosts: readonly string[];
  /** Domain that all hosts have joined, and the gMSA in it whose password they may retrieve. */
  readonly domain: string;
  readonly account: string;
  /** Replicas of the web service in the stack file, and after it is scaled. */
  readonly replicas: { readonly first: number; readonly later: number };
  /** Names of services: the one with the credential spec comes first. */
  readonly services: readonly string[];
  readonly images: readonly ImageDescription[];
}

/** What was printed, and whether every invariant held. */
export interface Story {
  readonly lines: readonly string[];
  readonly ok: boolean;
}

/** Tells the story. @throws Error when the stack file has errors; they name file, line and column. */
export function tellStory(options: StoryOptions): Story {
  const { domain, account, firstHosts, laterHosts } = options;
  const swarm = createSwarm({
    seed: options.seed,
    nodes: windowsNodes(firstHosts, { build: 17763, domain }),
    directory: {
      [domain]: {
        computers: laterHosts,
        accounts: { [account]: { retrievableBy: [...firstHosts, ...laterHosts] } },
      },
    },
    registry: { images: options.images, unknown: 'refuse' },
  });
  const watch = watchInvariants(swarm, invariants, { onViolation: 'collect' });
  const [web = ''] = options.services;
  const moves = followCredentialSpec(swarm, web);
  const lines: string[] = [];
  const say = (text: readonly string[]): void => void lines.push(...text);

  swarm.settle();
  deploy(swarm, options);
  swarm.settle();
  watch.checkRest();
  say(headline(`${options.fileName} deployed as '${options.stackName}' (${seconds(swarm.now)})`));
  say(describeReplicas(swarm, options.services));
  say(describeNodes(swarm));
  say(describeContainers(swarm, options.services));

  changeTheWorld(swarm, options, web);
  watch.checkRest();
  const change = `${options.laterHosts.join(', ')} joined, ${options.firstHosts[0]} crashed`;
  say(headline(`${change}, the rest drained, ${web} scaled (${seconds(swarm.now)})`));
  say(describeReplicas(swarm, options.services));
  say(describeNodes(swarm));
  say(describeMoves(moves()));
  return { lines: [...lines, ...verdict(watch)], ok: isClean(watch) };
}

function deploy(swarm: Swarm, options: StoryOptions): void {
  const { stack, issues } = parseStack(options.stackText, {
    fileName: options.fileName,
    name: options.stackName,
    env: { WEB_REPLICAS: String(options.replicas.first) },
    readFile: options.readFile,
  });
  if (stack === undefined) throw new Error(issues.map(formatIssue).join('\n'));
  deployStack(swarm, stack);
}

function changeTheWorld(swarm: Swarm, options: StoryOptions, web: string): void {
  const [crashed, ...drained] = options.firstHosts;
  const { domain, laterHosts } = options;
  for (const node of windowsNodes(laterHosts, { build: 17763, domain })) swarm.nodes.join(node);
  swarm.settle({ quiet: '5s' });
  if (crashed !== undefined) swarm.faults.crash(crashed);
  for (const host of drained) swarm.nodes.update(host, { availability: 'drain' });
  swarm.services.scale(web, options.replicas.later);
  swarm.settle();
}

function formatIssue({ file, line, column, message }: StackIssue): string {
  return `${file}:${line}:${column}: ${message}`;
}

function verdict(watch: InvariantWatch): readonly string[] {
  return [...headline('Invariants, checked on every step'), ...describeVerdicts(watch.verdicts())];
}

function isClean(watch: InvariantWatch): boolean {
  return watch.verdicts().every(({ violation }) => violation === undefined);
}
