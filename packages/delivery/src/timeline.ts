import type { DeliverySetting } from './delivery-options.ts';

/** Something that happens at an instant, whatever the strategy. */
export type TimelineEvent =
  /** The operator is asked to deploy a service. */
  | { readonly at: number; readonly kind: 'deploy'; readonly service: string }
  /** A host joins the swarm. */
  | { readonly at: number; readonly kind: 'join'; readonly host: string }
  /** A service gets a new account, and so another credential spec. */
  | { readonly at: number; readonly kind: 'rotate'; readonly service: string }
  /** Its old account is deleted. */
  | { readonly at: number; readonly kind: 'retire'; readonly service: string }
  /** The operator is asked to remove a service. */
  | { readonly at: number; readonly kind: 'remove'; readonly service: string };

/** What happens, in order. Instants count from the beginning of the comparison. */
export function planTimeline(setting: DeliverySetting): readonly TimelineEvent[] {
  const { lastsMs, joinEveryMs, rotateAtMs, retireAfterMs } = setting;
  const services = serviceNames(setting);
  const events: TimelineEvent[] = services.map((service) => ({ at: 0, kind: 'deploy', service }));
  if (joinEveryMs > 0) {
    for (let at = joinEveryMs; at < lastsMs; at += joinEveryMs) {
      events.push({ at, kind: 'join', host: hostName(setting.hosts + at / joinEveryMs) });
    }
  }
  if (rotateAtMs > 0) {
    for (const service of services) events.push({ at: rotateAtMs, kind: 'rotate', service });
    const at = rotateAtMs + retireAfterMs;
    if (at < lastsMs) for (const service of services) events.push({ at, kind: 'retire', service });
  }
  for (const service of services) events.push({ at: lastsMs, kind: 'remove', service });
  return events.sort((a, b) => a.at - b.at);
}

/** Names of all services. */
export function serviceNames({ services }: DeliverySetting): readonly string[] {
  return Array.from({ length: services }, (_, index) => `app${index + 1}`);
}

/** Names of the hosts at the beginning. */
export function hostNames({ hosts }: DeliverySetting): readonly string[] {
  return Array.from({ length: hosts }, (_, index) => hostName(index + 1));
}

function hostName(number: number): string {
  return `host${number}`;
}
