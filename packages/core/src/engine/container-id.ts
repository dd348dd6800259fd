import { finishHash, mixInteger } from '../kernel/hash.ts';
import type { Random } from '../kernel/random.ts';

/** A container's id, 64 hexadecimal digits, that belongs to its task. */
export function drawContainerId(random: Random, taskId: string): string {
  const first = random.bits('container', taskId);
  const second = random.bits('container', taskId, 'second');
  const codes: number[] = [];
  for (let word = 0; word < 8; word += 1) {
    let bits = finishHash(mixInteger(mixInteger(first, word), second));
    for (let digit = 0; digit < 8; digit += 1) {
      codes.push(digitCodes[bits & 0xf] ?? 0);
      bits >>>= 4;
    }
  }
  // One call makes one flat text; every container has one, and joined pieces would weigh more.
  return String.fromCharCode(...codes);
}

const digitCodes = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
