/** Compares the parser and the matcher of placement constraints with SwarmKit's. */
import type { Node } from '@swarmsim/core';
import { fromDockerNode, type DockerNode } from '@swarmsim/core/docker-format';
import { matchesConstraints, parseConstraints } from '@swarmsim/core/parts';
import { readRecordings, type RunResult } from './recordings.ts';

interface ConstraintCase {
  readonly constraints: readonly string[];
  readonly parseError: string | null;
  /** Name of the node, for valid lists only. */
  readonly node?: string;
  readonly match?: boolean;
}

interface ConstraintRecording {
  readonly nodes: Readonly<Record<string, DockerNode>>;
  readonly cases: readonly ConstraintCase[];
}

/** Runs every case of a file, or of the files of a directory. */
export function runConstraints(path: string): RunResult {
  const lines: string[] = [];
  let passed = 0;
  for (const recording of readRecordings(path).flatMap(recordingsIn)) {
    for (const item of recording.cases) {
      const recorded = item.parseError ?? item.match;
      const found = judge(item, recording.nodes[item.node ?? '']);
      if (found === recorded) passed += 1;
      else lines.push(`${JSON.stringify(item)}: ${found}, recorded is ${recorded}`);
    }
  }
  return { passed, failed: lines.length, lines };
}

function recordingsIn(recording: unknown): readonly ConstraintRecording[] {
  const { nodes, cases } = (recording ?? {}) as Partial<ConstraintRecording>;
  return nodes !== undefined && Array.isArray(cases) ? [{ nodes, cases }] : [];
}

/** The error text of a list that is refused, else whether the node matches. */
function judge(item: ConstraintCase, node: DockerNode | undefined): string | boolean | undefined {
  let constraints;
  try {
    constraints = parseConstraints(item.constraints);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return node === undefined ? undefined : matchesConstraints(constraints, toModel(node));
}

function toModel(node: DockerNode): Node {
  return { ...fromDockerNode(node), meta: { version: 1, createdAt: 0, updatedAt: 0 } };
}
