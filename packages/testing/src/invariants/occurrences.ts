/**
 * What happened in a step, as far as rules tell steps apart by it: most rules are about something that few steps
 * do, and need not be asked after the others.
 */
import type { Task } from '@swarmsim/core';
import type { Occurrence, Step, TableChange } from './invariant.ts';

/** Occurrences as one number, a bit for each. */
const bits: Readonly<Record<Occurrence, number>> = {
  task: 1,
  'task-made': 2,
  'task-observed': 4,
  'task-wanted': 8,
  'task-assigned': 16,
  'task-deleted': 32,
  node: 64,
  service: 128,
  config: 256,
  secret: 512,
};

/** All that there are. */
export const occurrences: readonly Occurrence[] = Object.keys(bits) as Occurrence[];

/** Makes one number of occurrences. */
export function toOccurrenceBits(list: readonly Occurrence[]): number {
  return list.reduce((sum, occurrence) => sum | bits[occurrence], 0);
}

/** What happened in a step, as one number. */
export function occurrencesIn(step: Step): number {
  const { tasks, nodes, services, configs, secrets, assigned } = step;
  let found = assigned.length > 0 ? bits['task-assigned'] : 0;
  if (tasks.length > 0) found |= bits.task;
  if (nodes.length > 0) found |= bits.node;
  if (services.length > 0) found |= bits.service;
  if (configs.length > 0) found |= bits.config;
  if (secrets.length > 0) found |= bits.secret;
  for (const change of tasks) found |= occurrencesOf(change);
  return found;
}

function occurrencesOf({ before, after }: TableChange<Task>): number {
  if (before === undefined) return bits['task-made'];
  if (after === undefined) return bits['task-deleted'];
  const isObserved = before.status.state !== after.status.state;
  const isWanted = before.desiredState !== after.desiredState;
  return (isObserved ? bits['task-observed'] : 0) | (isWanted ? bits['task-wanted'] : 0);
}
