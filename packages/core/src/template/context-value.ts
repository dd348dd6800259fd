import type { TemplateContext } from './template-context.ts';
import { toText, type PointerValue, type StructValue, type Value } from './template-values.ts';
import { toUtf8 } from './utf8.ts';

/**
 * The value of `.` where fields of a service's tasks are expanded; the types are spelt as Go has them.
 * SwarmKit: template/context.go, Context.
 */
export function contextValue(
  context: TemplateContext,
  expand: (text: string) => string,
): PointerValue {
  return { kind: 'pointer', to: contextStruct(context), expand };
}

/**
 * The value of `.` where the payload of a config or secret is expanded.
 * SwarmKit: template/context.go, PayloadContext.
 */
export function payloadContextValue(
  context: TemplateContext,
  expand: (text: string) => string,
): PointerValue {
  const inner = contextStruct(context);
  // An embedded struct is a field, and its own fields are there as well.
  const fields = new Map<string, Value>([['Context', inner], ...inner.fields]);
  return {
    kind: 'pointer',
    to: { kind: 'struct', type: 'template.PayloadContext', fields },
    expand,
  };
}

function contextStruct({ node, service, task }: TemplateContext): StructValue {
  const labels = Object.entries(service.labels).map(
    ([key, value]) => [toUtf8(key), toUtf8(value)] as const,
  );
  const serviceFields = [
    ['ID', 'string', text(service.id)],
    ['Name', 'string', text(service.name)],
    ['Labels', 'map[string]string', { kind: 'map', entries: new Map(labels) }],
  ] as const;
  const platform = struct('template.Platform', [
    ['Architecture', 'string', text(node.platform.architecture)],
    ['OS', 'string', text(node.platform.os)],
  ]);
  return struct('template.Context', [
    ['Service', '', anonymousStruct(serviceFields)],
    [
      'Node',
      '',
      anonymousStruct([
        ['ID', 'string', text(node.id)],
        ['Hostname', 'string', text(node.hostname)],
        ['Platform', 'template.Platform', platform],
      ]),
    ],
    [
      'Task',
      '',
      anonymousStruct([
        ['ID', 'string', text(task.id)],
        ['Name', 'string', text(task.name)],
        ['Slot', 'string', text(task.slot)],
      ]),
    ],
  ]);
}

type Field = readonly [name: string, type: string, value: Value];

function text(content: string): Value {
  return toText(toUtf8(content));
}

function struct(type: string, fields: readonly Field[]): StructValue {
  return { kind: 'struct', type, fields: new Map(fields.map(([name, , value]) => [name, value])) };
}

function anonymousStruct(fields: readonly Field[]): StructValue {
  const members = fields.map(([name, type]) => `${name} ${type}`).join('; ');
  return struct(`struct { ${members} }`, fields);
}
