import { base64ByteLength } from '../bytes/base64.ts';
import type { Environment } from '../kernel/environment.ts';
import type { AgentState } from './agent-state.ts';

/** What of an agent's memory came and went. */
type Memory = Pick<AgentState, 'configs' | 'secrets'>;

/**
 * Notes in the trace which configs and secrets a node got and lost, so that anyone can count where they
 * were. Ids alone are noted, never contents.
 */
export function noteObjects(env: Environment, node: string, before: Memory, after: Memory): void {
  for (const kind of ['config', 'secret'] as const) {
    const old = before[`${kind}s`];
    const fresh = after[`${kind}s`];
    for (const [id, { spec }] of Object.entries(fresh)) {
      if (old[id] !== undefined) continue;
      env.note(`${kind}-arrived`, { node, id, bytes: base64ByteLength(spec.data ?? '') });
    }
    for (const id of Object.keys(old)) {
      if (fresh[id] === undefined) env.note(`${kind}-left`, { node, id });
    }
  }
}
