import { SwarmSimError } from '../kernel/errors.ts';
import type { Labels } from '../model/meta.ts';
import type { Platform } from '../model/node.ts';

/** What the placeholders of a task stand for. SwarmKit: template/context.go, Context. */
export interface TemplateContext {
  readonly service: { readonly id: string; readonly name: string; readonly labels: Labels };
  readonly node: { readonly id: string; readonly hostname: string; readonly platform: Platform };
  readonly task: {
    readonly id: string;
    readonly name: string;
    /** Number of the replica; for a global service the node's id. */
    readonly slot: string;
  };
}

/**
 * What the payload of a templated config or secret may ask for besides. Each throws an error with
 * the text that the template's error is to end in.
 * SwarmKit: template/context.go, PayloadContext.
 */
export interface PayloadLookups {
  /** Data of the secret that the task has under this file name. */
  secret(target: string): string;
  /** Data of the config that the task has under this file name. */
  config(target: string): string;
  /** Value of a variable of the container's environment; empty where there is none. */
  env(variable: string): string;
}

/** A template is malformed, or it cannot be filled in. The text is that of Go's text/template. */
export class TemplateError extends SwarmSimError {
  constructor(message: string) {
    super('invalid-argument', message);
  }
}
