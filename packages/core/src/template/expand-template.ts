/**
 * Fills in the placeholders that Docker allows in the fields of a service and in the payloads of
 * configs and secrets, such as `{{.Task.Slot}}`. It speaks Go's template language and gives Go's
 * error texts, since users see these. It reads nothing but what it is handed.
 */
import { contextValue, payloadContextValue } from './context-value.ts';
import { evaluateTemplate } from './evaluate-template.ts';
import { parseTemplate } from './parse-template.ts';
import { TemplateError, type PayloadLookups, type TemplateContext } from './template-context.ts';
import {
  builtinFunctions,
  CallError,
  textFunction,
  type TemplateFunctions,
} from './template-functions.ts';
import type { PointerValue } from './template-values.ts';
import { fromUtf8, toUtf8 } from './utf8.ts';

/**
 * Expands a field of a task. SwarmKit: template/context.go, Context.Expand.
 *
 * @throws TemplateError with Go's text.
 */
export function expandTemplate(text: string, context: TemplateContext): string {
  if (!text.includes('{{')) return text;
  const expand = (bytes: string): string => expandBytes(bytes, value, builtinFunctions);
  const value = contextValue(context, expand);
  return fromUtf8(expand(toUtf8(text)));
}

/**
 * Expands the payload of a templated config or secret, which may ask for other payloads.
 * SwarmKit: template/context.go, PayloadContext.Expand.
 *
 * @throws TemplateError with Go's text.
 */
export function expandPayload(
  text: string,
  context: TemplateContext,
  lookups: PayloadLookups,
): string {
  if (!text.includes('{{')) return text;
  const functions: TemplateFunctions = new Map([
    ...builtinFunctions,
    ['secret', lookupFunction((target) => lookups.secret(target))],
    ['config', lookupFunction((target) => lookups.config(target))],
    ['env', lookupFunction((variable) => lookups.env(variable))],
  ]);
  const expand = (bytes: string): string => expandBytes(bytes, value, functions);
  const value = payloadContextValue(context, expand);
  return fromUtf8(expand(toUtf8(text)));
}

function expandBytes(source: string, data: PointerValue, functions: TemplateFunctions): string {
  const templates = parseTemplate(source, new Set(functions.keys()));
  return evaluateTemplate({ source, templates, functions, data });
}

function lookupFunction(look: (key: string) => string): ReturnType<typeof textFunction> {
  return textFunction((key) => {
    try {
      return toUtf8(look(fromUtf8(key)));
    } catch (error) {
      if (error instanceof TemplateError || !(error instanceof Error)) throw error;
      throw new CallError(toUtf8(error.message));
    }
  });
}
