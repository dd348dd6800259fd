import { base64 } from '@scure/base';
import { SwarmSimError } from '../kernel/errors.ts';

/** Writes bytes as base64 with padding, as the Engine API carries the data of configs and secrets. */
export function encodeBase64(bytes: Uint8Array): string {
  return base64.encode(bytes);
}

/** Reads base64 with padding. @throws SwarmSimError `invalid-argument`. */
export function decodeBase64(text: string): Uint8Array {
  try {
    return base64.decode(text);
  } catch {
    throw new SwarmSimError('invalid-argument', 'illegal base64 data');
  }
}

/** How many bytes a base64 text stands for, without decoding it. */
export function base64ByteLength(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return Math.floor(text.length / 4) * 3 - padding;
}
