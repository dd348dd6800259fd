/** A text that one thread writes and another reads when the first no longer answers. */

/** Room for one text; longer ones are not kept. */
export function createPresent(): SharedArrayBuffer {
  return new SharedArrayBuffer(bytesMax);
}

const bytesMax = 1 << 18;
const headerBytes = 4;

/** Replaces the text. */
export function writePresent(buffer: SharedArrayBuffer, text: string): void {
  const bytes = new TextEncoder().encode(text);
  const fits = bytes.length <= bytesMax - headerBytes;
  if (fits) new Uint8Array(buffer, headerBytes).set(bytes);
  Atomics.store(new Int32Array(buffer, 0, 1), 0, fits ? bytes.length : 0);
}

/** The text; the empty one where there is none. */
export function readPresent(buffer: SharedArrayBuffer): string {
  const length = Atomics.load(new Int32Array(buffer, 0, 1), 0);
  return new TextDecoder().decode(new Uint8Array(buffer, headerBytes, length).slice());
}
