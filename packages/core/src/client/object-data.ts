import { encodeBase64 } from '../bytes/base64.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import { checkRecord, invalid } from '../options/check-options.ts';
import { tagOf } from '../options/keep-plain.ts';

/** What a config or secret holds: text, bytes, or a document that is written as JSON. */
export type ObjectData = string | Uint8Array | object;

/** Turns what a person gave into base64, as the API carries it. */
export function toBase64Data(data: ObjectData): string {
  if (typeof data === 'string') return encodeBase64(encodeUtf8(data));
  if (isBytes(data)) return encodeBase64(data);
  checkRecord('data', data);
  const tag = tagOf(data);
  if (tag !== 'Object') {
    throw invalid(`data must be text, a Uint8Array or a plain document, not ${tag}`);
  }
  return encodeBase64(encodeUtf8(toJson(data)));
}

/** Bytes may come from another realm, whose classes are not ours. */
function isBytes(data: unknown): data is Uint8Array {
  return typeof data === 'object' && data !== null && tagOf(data) === 'Uint8Array';
}

function toJson(document: object): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(document, null, 2);
  } catch (cause) {
    throw invalid(`data cannot be written as JSON: ${cause instanceof Error ? cause.message : ''}`);
  }
  if (text === undefined) throw invalid('data cannot be written as JSON: it is undefined there');
  return text;
}
