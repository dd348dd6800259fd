import { expect, it } from 'vitest';
import { linuxNodes } from '../engine/hosts.ts';
import { createSwarm } from '../swarm.ts';

// A slot whose task is not restarted counts on after its removal, and one whose new task has no node yet would be
// removed for it, had the update come to it by then. SwarmKit: restart.go, UpdatableTasksInSlot; Docker 20.10 keeps it.
it('keeps the slot that stays where a service shrinks and changes at once', () => {
  const swarm = createSwarm({ nodes: linuxNodes(['a', 'b']) });
  swarm.services.create({
    name: 'logs',
    image: 'app:1',
    replicas: 2,
    restart: { condition: 'none' },
  });
  swarm.settle();

  swarm.services.update('logs', (logs) => {
    logs.image = 'app:2';
    logs.replicas = 1;
    delete logs.restart;
  });
  swarm.settle();

  const running = swarm.tasks.list({ service: 'logs', state: 'running' });
  expect(running.map((task) => swarm.tasks.nameOf(task))).toEqual(['logs.1']);
  expect(swarm.services.get('logs').updateStatus?.state).toBe('completed');
});
