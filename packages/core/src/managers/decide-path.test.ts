import { describe, expect, it } from 'vitest';
import { decidePath } from './decide-path.ts';

const whole = { cutUp: false, cutDown: false };
const mute = { cutUp: true, cutDown: false };
const deaf = { cutUp: false, cutDown: true };
const cut = { cutUp: true, cutDown: true };

describe('decidePath', () => {
  it.each([
    { name: 'both ends well', node: whole, leader: whole, path: whole },
    { name: 'a node cut off', node: cut, leader: whole, path: cut },
    { name: 'a leader cut off', node: whole, leader: cut, path: cut },
    { name: 'a leader that cannot send', node: whole, leader: mute, path: deaf },
    { name: 'a leader that cannot hear', node: whole, leader: deaf, path: mute },
    { name: 'a node that cannot send to no leader', node: mute, leader: undefined, path: mute },
  ])('$name', ({ node, leader, path }) => {
    expect(decidePath(node, leader, false)).toEqual(path);
  });

  it('never cuts the leader off from its own host', () => {
    expect(decidePath(cut, cut, true)).toEqual(whole);
  });
});
