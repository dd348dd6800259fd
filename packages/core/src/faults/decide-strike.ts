import { parseDuration } from '../duration/parse-duration.ts';
import type { Fault, StruckFault } from './faults.ts';
import type { FaultPlan, FaultSpan } from './fault-plan.ts';

/** A strike to come. */
export interface NextStrike {
  readonly at: number;
  readonly fault: Fault;
}

/**
 * Decides a plan's next strike. `since` is the instant of the last one, or of the beginning; `draw`
 * gives a number in [0, 1) that belongs to this strike and to what it is for.
 */
export function decideStrike(
  plan: FaultPlan,
  { since, isFirst }: { readonly since: number; readonly isFirst: boolean },
  draw: (what: string) => number,
): NextStrike | undefined {
  const fault = chooseFault(plan, draw);
  if (fault === undefined) return undefined;
  if ('at' in plan) {
    return isFirst ? { at: Math.ceil(parseDuration(plan.at)), fault } : undefined;
  }
  const at = since + decideSpan(plan.every, () => draw('every'));
  const isOver = plan.until !== undefined && at > parseDuration(plan.until);
  return isOver ? undefined : { at, fault };
}

/** Length of a span in whole ms. */
export function decideSpan(span: FaultSpan, draw: () => number): number {
  const { min, max } = boundsOf(span);
  return min === max ? min : min + Math.floor(draw() * (max - min + 1));
}

/** The bounds of a span in whole ms. */
export function boundsOf(span: FaultSpan): { readonly min: number; readonly max: number } {
  const { min, max } = typeof span === 'object' ? span : { min: span, max: span };
  return { min: Math.ceil(parseDuration(min)), max: Math.ceil(parseDuration(max)) };
}

/** Decides what ends a fault; undefined for one that ends by itself or never. */
export function decideEnd<Node, Task>(fault: Fault<Node, Task>): Fault<Node, Task> | undefined {
  switch (fault.kind) {
    case 'crash':
      return { kind: 'restart', node: fault.node };
    case 'partition':
    case 'delay-messages':
    case 'lose-messages':
      return { kind: 'repair', node: fault.node };
    case 'slow-pulls':
    case 'fail-pulls': {
      const { node, image } = fault;
      return {
        kind: 'repair-pulls',
        ...(node !== undefined && { node }),
        ...(image !== undefined && { image }),
      };
    }
    case 'stop-controller':
      return { ...fault, kind: 'start-controller' };
    case 'cut-directory':
      return { kind: 'reach-directory', node: fault.node };
    case 'break-trust':
      return { kind: 'repair-trust', node: fault.node };
    default:
      return undefined;
  }
}

/** The ends of faults that struck. */
export function decideEnds(struck: readonly StruckFault[]): readonly StruckFault[] {
  return struck.flatMap((fault) => decideEnd(fault) ?? []);
}

function chooseFault(plan: FaultPlan, draw: (what: string) => number): Fault | undefined {
  const { fault, oneOf = [] } = plan;
  return fault ?? oneOf[Math.floor(draw('one-of') * oneOf.length)];
}
