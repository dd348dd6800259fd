import { encodeBase64 } from '../bytes/base64.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import { checkRecord, invalid } from '../options/check-options.ts';

/** What a config or secret holds: text, bytes, or a document that is written as JSON. */
export type ObjectData = string | Uint8Array | object;

/** Turns what a person gave into base64, as the API carries it. */
export function toBase64Data(data: ObjectData): string {
  if (data instanceof Uint8Array) return encodeBase64(data);
  if (typeof data === 'string') return encodeBase64(encodeUtf8(data));
  checkRecord('data', data);
  return encodeBase64(encodeUtf8(toJson(data)));
}

function toJson(document: object): string {
  try {
    return JSON.stringify(document, null, 2);
  } catch (cause) {
    throw invalid(`data cannot be written as JSON: ${cause instanceof Error ? cause.message : ''}`);
  }
}
