import type { DurationRange, Behaviour } from './behaviour.ts';

/** Decides how a task acts: as the first entry says that matches it on all the fields it gives. */
export function decideBehaviour(
  behaviours: readonly Behaviour[],
  subject: BehaviourSubject,
): Behaviour {
  return behaviours.find((behaviour) => isMatch(behaviour, subject)) ?? quiet;
}

/** What entries are matched against. */
export interface BehaviourSubject {
  readonly service: string;
  /** Image as docker shows it, with its tag and, where it is pinned, its digest. */
  image(): string;
  /** 0 for a global service. */
  readonly slot: number;
  readonly hostname: string;
  readonly nodeId: string;
  readonly incarnation: number;
}

/** Length of a step in whole ms. `draw` is in [0, 1) and counts only where there is a range. */
export function decideDuration(range: DurationRange | undefined, draw: () => number): number {
  if (range === undefined) return stepMs;
  if (typeof range === 'number') return range;
  return range.min + Math.floor(draw() * (range.max - range.min + 1));
}

const quiet: Behaviour = {};
/** How long a step takes of which nothing is said. */
const stepMs = 10;

function isMatch(behaviour: Behaviour, subject: BehaviourSubject): boolean {
  const { service, image, slot, node, incarnation } = behaviour;
  return (
    (service === undefined || service === subject.service) &&
    (slot === undefined || slot === subject.slot) &&
    (incarnation === undefined || incarnation === subject.incarnation) &&
    (node === undefined || node === subject.hostname || node === subject.nodeId) &&
    (image === undefined || isSameImage(image, subject.image()))
  );
}

/** Whether an image is the wanted one; a digest may stand behind it. */
export function isSameImage(wanted: string, image: string): boolean {
  if (wanted === image) return true;
  return image.startsWith(wanted) && image[wanted.length] === '@';
}
