/** A swarm in which a service runs as it should, and what a mistake of another one leaves of it. */
import {
  credentialSpec,
  type CredentialSpec,
  type Swarm,
  type SwarmSimError,
  type SwarmSimErrorCode,
} from '@swarmsim/core';

import { createContoso } from '../identity/contoso.ts';

/** The credential spec of `web`. */
export const valid: CredentialSpec = credentialSpec({ domain: 'contoso.com', account: 'webapp01' });
/** The same as a text. */
export const validText: string = JSON.stringify(valid);

/** Who `web` is. */
export const upn = 'webapp01$@contoso.com';

/** A swarm in which `web` runs as it should, beside what the case adds. */
export function createHealthy(): Swarm {
  return createContoso({
    host: {
      credentialSpecFiles: { 'good.json': validText, 'empty.json': '', 'text.json': 'webapp01' },
      credentialSpecRegistry: { good: validText, list: '[]' },
    },
  });
}

/** What of `web` must not change, whatever happens to others. */
export function healthOf(swarm: Swarm): unknown {
  const { id, status } = swarm.tasks.get('web.1');
  const { containerId, startedAt, state } = swarm.containers.of('web.1');
  const identity = swarm.containers.of('web.1').identity();
  return { id, status, containerId, startedAt, state, identity, web: swarm.services.get('web') };
}

/** A call that is refused. */
export interface RefusedRow {
  readonly name: string;
  readonly act: (swarm: Swarm) => unknown;
  readonly code: SwarmSimErrorCode;
  readonly text: string | ((swarm: Swarm) => string);
}

/** Makes a call, lets a minute pass, and tells how it was refused and whether that left anything behind. */
export function refusalOf(swarm: Swarm, act: RefusedRow['act']): unknown {
  const health = JSON.stringify(healthOf(swarm));
  const before = [swarm.stateHash(), swarm.now].join(' ');
  let refusal: Partial<SwarmSimError> = {};
  try {
    act(swarm);
  } catch (error) {
    refusal = error as SwarmSimError;
  }
  const isUnchanged = [swarm.stateHash(), swarm.now].join(' ') === before;
  swarm.advance('1m');
  const services = swarm.services.list().map(({ spec }) => spec.name);
  const isHealthy = JSON.stringify(healthOf(swarm)) === health;
  return { code: refusal.code, message: refusal.message, isUnchanged, isHealthy, services };
}

/** A refusal that changes nothing. */
export function refused({ code, text }: Omit<RefusedRow, 'name' | 'act'>, swarm: Swarm): unknown {
  const message = typeof text === 'string' ? text : text(swarm);
  return { code, message, isUnchanged: true, isHealthy: true, services: ['web'] };
}
