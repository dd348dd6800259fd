import { describe, expect, it } from 'vitest';
import { keepPlain } from './keep-plain.ts';

describe('keepPlain', () => {
  it('gives a copy that later changes of the original do not reach', () => {
    const original = { labels: { tier: 'front' }, command: ['run'] };

    const kept = keepPlain('options', original);
    original.labels.tier = 'back';
    original.command.push('fast');

    expect(kept).toEqual({ labels: { tier: 'front' }, command: ['run'] });
  });

  it('freezes the copy at every level, and not the original', () => {
    const original = { list: [{ deep: 1 }] };

    const kept = keepPlain('options', original);

    expect([kept, kept.list, kept.list[0]].every(Object.isFrozen)).toBe(true);
    expect(Object.isFrozen(original)).toBe(false);
  });

  it('leaves out fields that are undefined, and keeps null, order and odd keys', () => {
    const original: unknown = JSON.parse('{"z":null,"a":1,"__proto__":"x","constructor":"y"}');

    const kept = keepPlain('options', Object.assign(original as object, { gone: undefined }));

    expect(JSON.stringify(kept)).toBe('{"z":null,"a":1,"__proto__":"x","constructor":"y"}');
    expect(Object.getPrototypeOf(kept)).toBe(Object.prototype);
  });

  it('takes one object in two places', () => {
    const shared = { a: 1 };

    expect(keepPlain('options', { left: shared, right: shared })).toEqual({
      left: { a: 1 },
      right: { a: 1 },
    });
  });

  it.each([
    {
      name: 'a function',
      value: { run: () => 1 },
      text: 'x.run must be plain data, not a function',
    },
    { name: 'a symbol', value: [Symbol('s')], text: 'x[0] must be plain data, not a symbol' },
    { name: 'a bigint', value: 1n, text: 'x must be plain data, not a bigint' },
    { name: 'a date', value: { at: new Date(0) }, text: 'x.at must be plain data, not Date' },
    { name: 'a map', value: new Map(), text: 'x must be plain data, not Map' },
    { name: 'bytes', value: new Uint8Array(1), text: 'x must be plain data, not Uint8Array' },
  ])('refuses $name', ({ value, text }) => {
    expect(() => keepPlain<unknown>('x', value)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message: text }),
    );
  });

  it('refuses what contains itself', () => {
    const loop: { self?: unknown } = {};
    loop.self = { again: loop };

    expect(() => keepPlain('x', loop)).toThrow('x.self.again contains itself');
  });
});
