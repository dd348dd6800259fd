/** Objects by id, in buckets; the list of a bucket is made when it is asked for. */
export interface Buckets<Value extends { readonly id: string }> {
  get(key: string, id: string): Value | undefined;
  put(key: string, value: Value): void;
  drop(key: string, id: string): void;
  /** What is in a bucket, oldest first. */
  list(key: string): readonly Value[];
}

interface Bucket<Value> {
  readonly byId: Map<string, Value>;
  list: readonly Value[] | undefined;
}

/** Makes empty buckets. */
export function createBuckets<Value extends { readonly id: string }>(): Buckets<Value> {
  const buckets = new Map<string, Bucket<Value>>();
  return {
    get: (key, id) => buckets.get(key)?.byId.get(id),
    put(key, value) {
      let bucket = buckets.get(key);
      if (bucket === undefined) {
        bucket = { byId: new Map(), list: undefined };
        buckets.set(key, bucket);
      }
      bucket.byId.set(value.id, value);
      bucket.list = undefined;
    },
    drop(key, id) {
      const bucket = buckets.get(key);
      if (bucket === undefined || !bucket.byId.delete(id)) return;
      bucket.list = undefined;
      if (bucket.byId.size === 0) buckets.delete(key);
    },
    list(key) {
      const bucket = buckets.get(key);
      if (bucket === undefined) return none;
      bucket.list ??= [...bucket.byId.values()];
      return bucket.list;
    },
  };
}

const none: readonly never[] = [];
