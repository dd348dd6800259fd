import { parseDuration } from '../load/duration.ts';
import { parsePortSpec } from '../load/port-spec.ts';
import type { ScalarValue } from '../yaml/source-tree.ts';
import type { Format } from './schema.ts';

// docker/cli: cli/compose/schema/schema.go, portsFormatChecker and durationFormatChecker.
/** True if the value is written as the format wants. */
export function fitsFormat(format: Format, value: ScalarValue): boolean {
  switch (format) {
    case 'duration':
      return typeof value === 'string' && parseDuration(value).kind === 'duration';
    case 'ports':
      return parsePortSpec(portText(value)).kind === 'ports';
  }
}

/** A fraction passes by its numerator, as docker's checker reads it; the loader refuses it later. */
function portText(value: ScalarValue): string {
  if (typeof value === 'string') return value;
  const isFraction = typeof value === 'number' && !Number.isInteger(value);
  return isFraction ? '1' : String(value);
}
