import type { Behaviour, DurationRange } from '../behaviour/behaviour.ts';
import type { HealthConduct } from './decide-health.ts';

/** How a container answers its probes, as its behaviour says; `draw` gives the length of a step in whole ms. */
export function conductOf(
  { healthyAfterMs = 0, unhealthyAfterMs, probeMs }: Behaviour,
  draw: (step: string, range: DurationRange | undefined) => number,
): HealthConduct {
  return {
    healthyAfterMs: draw('healthy', healthyAfterMs),
    unhealthyAfterMs: unhealthyAfterMs === undefined ? null : draw('unhealthy', unhealthyAfterMs),
    probeMs: draw('probe', probeMs),
  };
}
