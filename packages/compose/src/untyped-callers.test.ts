import { createSwarm } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { deployStack } from './deploy/deploy-stack.ts';
import { parseStack } from './parse-stack.ts';

function untyped(value: unknown): never {
  return value as never;
}

const mistakes = [
  {
    name: 'a stack file that is no text',
    act: () => parseStack(untyped(5), { name: 'a', fileName: 'a.yml' }),
    text: 'parseStack: the stack file must be text',
  },
  {
    name: 'no options',
    act: () => parseStack('services: {}', untyped(undefined)),
    text: 'parseStack: options must be an object',
  },
  {
    name: 'no stack name',
    act: () => parseStack('services: {}', untyped({ fileName: 'a.yml' })),
    text: 'parseStack: options need the name of the stack',
  },
  {
    name: 'no file name',
    act: () => parseStack('services: {}', untyped({ name: 'a' })),
    text: 'parseStack: options need the name of the file',
  },
  {
    name: 'a stack that had issues',
    act: () => deployStack(createSwarm(), untyped(undefined)),
    text: 'deployStack: there is no stack, see its issues',
  },
  {
    name: 'no swarm',
    act: () => deployStack(untyped(undefined), untyped({})),
    text: 'deployStack: there is no swarm to deploy on',
  },
];

describe('a caller without types', () => {
  it.each(mistakes)('gets a typed error for $name', ({ act, text }) => {
    expect(act).toThrow(expect.objectContaining({ code: 'invalid-argument', message: text }));
  });
});
