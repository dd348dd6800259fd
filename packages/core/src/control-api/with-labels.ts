import type { Labels } from '../model/meta.ts';

/** A spec with other labels, or without any. */
export function withLabels<Spec extends { readonly labels?: Labels }>(
  spec: Spec,
  labels: Labels | undefined,
): Spec {
  const { labels: _, ...others } = spec;
  return { ...(others as Spec), ...(labels === undefined ? {} : { labels }) };
}
