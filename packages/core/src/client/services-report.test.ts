import { describe, expect, it } from 'vitest';
import { linuxNodes } from '../engine/hosts.ts';
import { formatServiceReport } from '../report/format-service-report.ts';
import { createSwarm } from '../swarm.ts';

describe('services.report', () => {
  it('tells what a crash cost', () => {
    const swarm = createSwarm({ seed: 3, history: true, nodes: linuxNodes(['A', 'B']) });
    swarm.services.create({ name: 'web', image: 'nginx', replicas: 2 });
    swarm.settle();
    swarm.faults.crash('A');
    swarm.settle();

    const report = swarm.services.report('web');

    const stricken = report.slots.filter(({ tasks }) => tasks === 2);
    expect(stricken).toMatchObject([{ last: { node: 'B', state: 'running' } }]);
    // The restart delay is 5 s, and runs only once the node is known to be down.
    expect(stricken[0]?.downtimeMs).toBeGreaterThanOrEqual(5_000);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(formatServiceReport(report)).toContain('2 running, 1 replaced');
  });

  it('is refused where no history is kept', () => {
    const swarm = createSwarm();
    swarm.services.create({ name: 'web', image: 'nginx' });

    expect(() => swarm.services.report('web')).toThrow(
      expect.objectContaining({ code: 'failed-precondition' }),
    );
  });
});
