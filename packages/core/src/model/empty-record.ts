/**
 * A record for what comes and goes under ids. It has no prototype, for an id given from outside may be
 * any text, and it is a plain table from the start, where a literal would first grow a shape of its own
 * for each set of ids.
 */
export function emptyRecord<Value>(): Record<string, Value> {
  return Object.create(null) as Record<string, Value>;
}
