import { describe, expect, it } from 'vitest';
import { emptyRecord } from './empty-record.ts';

describe('emptyRecord', () => {
  it('takes any text as a key', () => {
    const record = emptyRecord<number>();

    record['__proto__'] = 1;

    expect(record['constructor']).toBeUndefined();
    expect(Object.keys(record)).toEqual(['__proto__']);
  });
});
