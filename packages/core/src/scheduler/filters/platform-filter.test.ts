import { describe, expect, it } from 'vitest';
import { aNode } from '../../../test-support/hand-driven-swarm.ts';
import { aWaitingTask, PlacementBench } from '../../../test-support/placement-bench.ts';
import type { Platform } from '../../model/node.ts';
import type { Task } from '../../model/task.ts';
import { platformFilter } from './platform-filter.ts';

function taskFor(...platforms: readonly string[]): Task {
  return aWaitingTask('t', { placement: { platforms: platforms.map(platform) } });
}

/** Reads `os/architecture`. */
function platform(text: string): Platform {
  const [os = '', architecture = ''] = text.split('/');
  return { os, architecture };
}

function check(task: Task, nodePlatform: string): boolean | undefined {
  const description = { hostname: 'a', platform: platform(nodePlatform) };
  return new PlacementBench([aNode('a', { description })]).check(platformFilter, task, 'a');
}

// SwarmKit: manager/scheduler/filter.go, PlatformFilter.
describe('platformFilter', () => {
  it.each([
    { name: 'the same platform', image: 'linux/amd64', node: 'linux/amd64', passes: true },
    { name: 'another system', image: 'windows/amd64', node: 'linux/amd64', passes: false },
    { name: 'another processor', image: 'linux/arm64', node: 'linux/amd64', passes: false },
    { name: 'any system', image: '/amd64', node: 'windows/amd64', passes: true },
    { name: 'any processor', image: 'windows/', node: 'windows/arm64', passes: true },
    { name: 'anything', image: '/', node: 'plan9/mips', passes: true },
    { name: 'a node that names no processor', image: 'linux/amd64', node: 'linux/', passes: false },
    { name: 'the kernel’s amd64', image: 'linux/amd64', node: 'linux/x86_64', passes: true },
    { name: 'the image’s amd64', image: 'linux/x86_64', node: 'linux/amd64', passes: true },
    { name: 'the kernel’s arm64', image: 'linux/arm64', node: 'linux/aarch64', passes: true },
    { name: 'the image’s arm64', image: 'linux/aarch64', node: 'linux/arm64', passes: true },
    { name: 'a mix of both', image: 'linux/x86_64', node: 'linux/aarch64', passes: false },
    { name: 'i386, which has one name', image: 'linux/386', node: 'linux/i686', passes: false },
    { name: 'a processor in capitals', image: 'linux/AMD64', node: 'linux/amd64', passes: false },
    { name: 'an alias in capitals', image: 'linux/amd64', node: 'linux/X86_64', passes: false },
    { name: 'a system in capitals', image: 'Linux/amd64', node: 'linux/amd64', passes: false },
  ])('says $passes to $name', ({ image, node, passes }) => {
    expect(check(taskFor(image), node)).toBe(passes);
  });

  it('needs only one platform of the image', () => {
    const task = taskFor('windows/amd64', 'linux/arm64');

    expect(check(task, 'linux/aarch64')).toBe(true);
    expect(check(task, 'linux/amd64')).toBe(false);
  });

  it('has nothing to say about an image without platforms', () => {
    expect(check(aWaitingTask('t'), 'linux/amd64')).toBeUndefined();
    expect(check(taskFor(), 'linux/amd64')).toBeUndefined();
  });

  it('refuses a node that does not describe its platform', () => {
    const bench = new PlacementBench([aNode('a'), aNode('b', { description: { hostname: 'b' } })]);

    expect(bench.check(platformFilter, taskFor('/'), 'a')).toBe(false);
    expect(bench.check(platformFilter, taskFor('/'), 'b')).toBe(false);
  });

  it('speaks of one node and of many', () => {
    expect(platformFilter.explain(1)).toBe('unsupported platform on 1 node');
    expect(platformFilter.explain(2)).toBe('unsupported platform on 2 nodes');
  });

  it('takes tasks for different that have different platforms', () => {
    const inputs = [taskFor(), taskFor('a/b'), taskFor('b/a'), taskFor('a/b', 'c/d')].map(
      platformFilter.inputs,
    );

    expect(new Set(inputs).size).toBe(4);
  });
});
