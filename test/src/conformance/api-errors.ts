import { readFileSync } from 'node:fs';

import { SwarmSimError } from '@swarmsim/core';
import { parseDockerJson } from '@swarmsim/core/docker-format';
import { hashState } from '@swarmsim/core/parts';

import { apiCalls } from './api-errors-calls.ts';
import { ApiSession, type ApiRequest } from './api-errors-session.ts';
import { statusName } from './status-name.ts';

/**
 * Replays a recorded session with SwarmKit's control API (`api-errors.json`) against a new, empty
 * cluster, and compares what each judged step answers.
 */
export function runApiErrors(dataPath: string): ApiErrorsResult {
  return runApiSteps(parseDockerJson(readFileSync(dataPath, 'utf8')) as readonly ApiStep[]);
}

/** {@link runApiErrors} on steps that were read already. */
export function runApiSteps(steps: readonly ApiStep[]): ApiErrorsResult {
  const session = new ApiSession();
  const lines: string[] = [];
  const notYet: Record<string, number> = {};
  let passed = 0;
  let failed = 0;
  for (const step of steps) {
    if (!Object.hasOwn(apiCalls, step.call)) {
      if (step.judge) notYet[step.call] = (notYet[step.call] ?? 0) + 1;
      continue;
    }
    const before = hashState(session.store);
    const answer = perform(session, step);
    if (!step.judge) {
      if (answer.code !== 'OK') lines.push(`${step.id}: set-up was refused: ${show(answer)}`);
      continue;
    }
    const difference = compare(session, step, answer, before);
    if (difference === undefined) passed += 1;
    else failed += 1;
    if (difference !== undefined) lines.push(`${step.id}: ${difference}`);
  }
  return { passed, failed, lines, notYet };
}

/** What a replay came to. */
export interface ApiErrorsResult {
  readonly passed: number;
  readonly failed: number;
  /** One line for each step that differs. */
  readonly lines: readonly string[];
  /** How many judged steps make a call that is not built, by call. */
  readonly notYet: Readonly<Record<string, number>>;
}

/** One step of a session; see the README beside the recordings. */
export interface ApiStep {
  readonly id: string;
  readonly call: string;
  readonly request: ApiRequest;
  readonly judge: boolean;
  readonly code?: string;
  readonly message?: string;
  readonly messageAnyOf?: readonly string[];
}

interface Answer {
  readonly code: string;
  readonly message: string;
}

function perform(session: ApiSession, step: ApiStep): Answer {
  try {
    const made = apiCalls[step.call]?.(session, session.resolve(step.request));
    if (made !== undefined) session.remember(step.id, made);
    return { code: 'OK', message: '' };
  } catch (error) {
    if (error instanceof SwarmSimError) {
      return { code: statusName(error.code), message: error.message };
    }
    return { code: 'thrown', message: String(error) };
  }
}

function compare(
  session: ApiSession,
  step: ApiStep,
  answer: Answer,
  before: string,
): string | undefined {
  const code = step.code ?? 'OK';
  const messages = (step.messageAnyOf ?? [step.message ?? '']).map((text) => session.fillIn(text));
  const isRight = code === answer.code && (code === 'OK' || messages.includes(answer.message));
  if (!isRight) {
    return `expected ${show({ code, message: messages[0] ?? '' })}, got ${show(answer)}`;
  }
  if (code !== 'OK' && hashState(session.store) !== before) {
    return 'the refused step changed the state';
  }
  return undefined;
}

function show({ code, message }: Answer): string {
  return message === '' ? code : `${code} ${JSON.stringify(message)}`;
}
