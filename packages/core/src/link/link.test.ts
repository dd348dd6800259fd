import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/kernel.ts';
import { toId, type NodeId } from '../model/ids.ts';
import { createLink, type Link, type LinkOptions } from './link.ts';

const node = toId<NodeId>('n1');

interface World {
  readonly kernel: Kernel;
  readonly link: Link;
  /** What reached either end, with its instant. */
  readonly seen: string[];
  readonly stopServing: () => void;
  advance(until: number): void;
}

function createWorld(options: LinkOptions = {}): World {
  const kernel = new Kernel({ seed: 1 });
  const link = createLink(kernel, options);
  const seen: string[] = [];
  const note = (text: string): void => void seen.push(`${kernel.now} ${text}`);
  const stopServing = link.serve({
    receive: (_, message) => note(`managers: ${message.kind} ${message.session}`),
    silent: (_, beat) => note(`silent: ${beat.session}`),
    heard: (_, session) => note(`heard: ${session}`),
  });
  link.attach(node, {
    receive: (message) => note(`node: ${message.kind} ${message.session}`),
    pathChanged: () => note(`path: ${link.isWhole(node) ? 'whole' : 'cut'}`),
  });
  return {
    kernel,
    link,
    seen,
    stopServing,
    advance(until) {
      while ((kernel.nextAt ?? Infinity) <= until) kernel.step();
      kernel.moveTo(until);
    },
  };
}

describe('a link', () => {
  it('delivers messages in order, after its latency', () => {
    const { link, seen, advance } = createWorld({ heartbeats: 'eager', latencyMs: 7 });

    link.toManagers(node, { kind: 'assignments', session: 'a' });
    link.toManagers(node, { kind: 'heartbeat', session: 'a' });
    link.toNode(node, { kind: 'session', session: 'a' });
    advance(100);

    expect(seen).toEqual([
      '7 managers: assignments a',
      '7 managers: heartbeat a',
      '7 node: session a',
    ]);
  });

  it('holds messages back while it is cut, even those under way, and delivers them when repaired', () => {
    const { link, seen, advance } = createWorld({ latencyMs: 10, heartbeats: 'eager' });

    link.toManagers(node, { kind: 'assignments', session: 'a' });
    advance(5);
    link.partition(node);
    link.toManagers(node, { kind: 'heartbeat', session: 'a' });
    link.toNode(node, { kind: 'session', session: 'a' });
    advance(50);
    link.repair(node);
    advance(100);

    expect(seen).toEqual([
      '5 path: cut',
      '50 path: whole',
      '50 managers: assignments a',
      '50 node: session a',
      '50 managers: heartbeat a',
    ]);
  });

  it('is cut one way where the fault says so', () => {
    const { link, seen, advance } = createWorld();

    link.partition(node, 'to-managers');
    link.toManagers(node, { kind: 'assignments', session: 'a' });
    link.toNode(node, { kind: 'session', session: 'a' });
    advance(100);

    expect(seen).toEqual(['0 path: cut', '0 node: session a']);
    expect(link.isWhole(node)).toBe(false);
  });

  it('loses what was under way when the agent opens a new connection', () => {
    const { link, seen, advance } = createWorld({ latencyMs: 10 });

    link.toManagers(node, { kind: 'assignments', session: 'old' });
    link.toNode(node, { kind: 'session', session: 'old' });
    link.reconnect(node);
    link.toManagers(node, { kind: 'assignments', session: 'new' });
    advance(100);

    expect(seen).toEqual(['10 managers: assignments new']);
  });

  it('refuses calls while nobody serves', () => {
    const { link, seen, stopServing, advance } = createWorld();

    stopServing();
    advance(1);
    link.toManagers(node, { kind: 'assignments', session: 'a' });
    advance(2);

    expect(seen).toEqual(['0 node: refused ', '1 node: refused a']);
  });

  it('tells the managers when beats begin, stop and come again', () => {
    const { link, seen, advance } = createWorld();

    link.startBeats(node, 'a');
    advance(60_000);
    link.partition(node, 'to-managers');
    advance(61_000);
    link.repair(node);
    advance(70_000);
    link.stopBeats(node);
    advance(80_000);

    expect(seen.filter((text) => !text.includes('path'))).toEqual([
      '0 heard: a',
      '60000 silent: a',
      '61000 heard: a',
      '70000 silent: a',
    ]);
  });

  it('costs nothing while nodes are healthy', () => {
    const { kernel, link, advance } = createWorld();

    link.startBeats(node, 'a');
    advance(0);

    expect(kernel.nextAt).toBeUndefined();
  });
});
