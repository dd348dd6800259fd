import { describe, expect, it } from 'vitest';
import { expandPayload, expandTemplate } from './expand-template.ts';
import type { PayloadLookups, TemplateContext } from './template-context.ts';

const context: TemplateContext = {
  service: { id: 'sid', name: 'web', labels: { zone: 'a', 'com.x': 'é' } },
  node: { id: 'nid', hostname: 'HOST', platform: { architecture: 'x86_64', os: 'windows' } },
  task: { id: 'tid', name: 'web.1.tid', slot: '1' },
};

const start = 'template: expansion:1';

/** The error that a template gives, without the part that all of them share. */
function errorOf(text: string): string {
  try {
    return `no error: ${expandTemplate(text, context)}`;
  } catch (error) {
    return (error as Error).message.replace(start, '');
  }
}

describe('expandTemplate', () => {
  // SwarmKit: template/context.go, Context.
  it.each([
    { text: 'plain', expanded: 'plain' },
    { text: '{{.Service.ID}}/{{.Service.Name}}', expanded: 'sid/web' },
    { text: '{{.Service.Labels.zone}}', expanded: 'a' },
    { text: '{{index .Service.Labels "com.x"}}', expanded: 'é' },
    { text: '{{index .Service.Labels "none"}}', expanded: '' },
    { text: '{{.Node.ID}} {{.Node.Hostname}}', expanded: 'nid HOST' },
    { text: '{{.Node.Platform.OS}}-{{.Node.Platform.Architecture}}', expanded: 'windows-x86_64' },
    { text: '{{.Task.ID}} {{.Task.Name}} {{.Task.Slot}}', expanded: 'tid web.1.tid 1' },
    { text: '{{join "-" .Service.Name .Task.Slot}}', expanded: 'web-1' },
    { text: '{{.Node.Platform}}', expanded: '{x86_64 windows}' },
    { text: '{{.Service.Labels}}', expanded: 'map[com.x:é zone:a]' },
  ])('expands $text', ({ text, expanded }) => {
    expect(expandTemplate(text, context)).toBe(expanded);
  });

  // Go: text/template, package documentation.
  it.each([
    { text: 'a {{- "b" -}} c', expanded: 'abc' },
    { text: '{{/* nothing */}}x', expanded: 'x' },
    { text: '{{if eq .Task.Slot "1"}}first{{else}}other{{end}}', expanded: 'first' },
    { text: '{{if false}}a{{else if true}}b{{end}}', expanded: 'b' },
    { text: '{{with .Service}}{{.Name}}{{end}}', expanded: 'web' },
    {
      text: '{{range $k, $v := .Service.Labels}}{{$k}}={{$v}};{{end}}',
      expanded: 'com.x=é;zone=a;',
    },
    { text: '{{range .Service.Labels}}{{break}}{{end}}x', expanded: 'x' },
    { text: '{{range 3}}{{.}}{{end}}', expanded: '012' },
    { text: '{{$x := .Task.Slot}}{{$x = "2"}}{{$x}}', expanded: '2' },
    { text: '{{define "t"}}<{{.}}>{{end}}{{template "t" .Task.Slot}}', expanded: '<1>' },
    { text: '{{.Service.Name | printf "%s-%s" "x" | len}}', expanded: '5' },
    { text: '{{printf "%03d|%-4s|%q" 7 "a" "b"}}', expanded: '007|a   |"b"' },
    { text: '{{slice .Service.Name 1}}', expanded: 'eb' },
    { text: '{{and .Task.Slot "" "x"}}{{or "" "y"}}{{not ""}}', expanded: 'ytrue' },
    { text: '{{html "<a>"}} {{urlquery "a b"}} {{js "it\'s"}}', expanded: "&lt;a&gt; a+b it\\'s" },
    {
      text: '{{lt 1 2}} {{ge "a" "b"}} {{1.5}} {{\'a\'}} {{0x10}}',
      expanded: 'true false 1.5 97 16',
    },
    { text: '{{.Expand "{{.Task.Slot}}"}}', expanded: '1' },
  ])('evaluates $text', ({ text, expanded }) => {
    expect(expandTemplate(text, context)).toBe(expanded);
  });

  // Go: text/template/parse.
  it.each([
    { text: '{{', message: ': unclosed action' },
    { text: '{{}}', message: ': missing value for command' },
    { text: '{{env "X"}}', message: ': function "env" not defined' },
    { text: '{{.Task.Slot', message: ': unclosed action' },
    { text: '{{"a}}', message: ': unterminated quoted string' },
    { text: '{{if true}}', message: ': unexpected EOF' },
    { text: '{{end}}', message: ': unexpected {{end}}' },
    { text: '{{$x}}', message: ': undefined variable "$x"' },
    { text: '{{(1}}', message: ': unclosed left paren' },
    { text: '{{1)}}', message: ': unexpected right paren' },
    { text: '{{.Task Slot}}', message: ': function "Slot" not defined' },
    { text: '{{1 | 2}}', message: ': non executable command in pipeline stage 2' },
    { text: '{{.Service..Name}}', message: ': unexpected <.> in operand' },
    { text: '{{break}}', message: ': {{break}} outside {{range}}' },
    { text: '{{08}}', message: ': integer overflow: "08"' },
    { text: '{{\u0001}}', message: ': unrecognized character in action: U+0001' },
    { text: '{{/* a', message: ': unclosed comment' },
    { text: '{{template 1}}', message: ': unexpected "1" in template clause' },
  ])('cannot parse $text', ({ text, message }) => {
    expect(errorOf(text)).toBe(message);
  });

  // Go: text/template/exec.go. A field that follows another is placed where it stands itself.
  it.each([
    {
      text: '{{.Bad}}',
      message:
        ':2: executing "expansion" at <.Bad>: can\'t evaluate field Bad in type *template.Context',
    },
    {
      text: 'é {{.Service.Bad}}',
      message:
        ':13: executing "expansion" at <.Service.Bad>: can\'t evaluate field Bad in type ' +
        'struct { ID string; Name string; Labels map[string]string }',
    },
    {
      text: '{{.Node.Platform.Bad}}',
      message:
        ':7: executing "expansion" at <.Node.Platform.Bad>: ' +
        "can't evaluate field Bad in type template.Platform",
    },
    {
      text: '{{.Service.Labels.none}}',
      message:
        ':10: executing "expansion" at <.Service.Labels.none>: map has no entry for key "none"',
    },
    {
      text: '{{.Task.Slot "x"}}',
      message:
        ':7: executing "expansion" at <.Task.Slot>: ' +
        'Slot has arguments but cannot be invoked as function',
    },
    {
      text: '{{join "," 1}}',
      message: ':11: executing "expansion" at <1>: expected string; found 1',
    },
    {
      text: '{{index .Service.Labels 1}}',
      message:
        ':2: executing "expansion" at <index .Service.Labels 1>: ' +
        'error calling index: value has type int; should be string',
    },
    {
      text: '{{template "none"}}',
      message: ':11: executing "expansion" at <{{template "none"}}>: template "none" not defined',
    },
    {
      text: '{{range .Task.Slot}}{{end}}',
      message: ':13: executing "expansion" at <.Task.Slot>: range can\'t iterate over 1',
    },
    { text: '{{nil}}', message: ':2: executing "expansion" at <nil>: nil is not a command' },
    {
      text: '{{eq 1 "1"}}',
      message:
        ':2: executing "expansion" at <eq 1 "1">: error calling eq: incompatible types for comparison',
    },
  ])('cannot evaluate $text', ({ text, message }) => {
    expect(errorOf(text)).toBe(message);
  });

  it('counts lines, and columns in bytes from the start of the line', () => {
    expect(() => expandTemplate('é\né{{.Bad}}', context)).toThrow(
      'template: expansion:2:4: executing "expansion" at <.Bad>: ' +
        "can't evaluate field Bad in type *template.Context",
    );
  });
});

describe('expandPayload', () => {
  const lookups: PayloadLookups = {
    secret: (target) => `secret of ${target}`,
    config: (target) => {
      throw new Error(`config target ${target} not found`);
    },
    env: (variable) => (variable === 'A' ? 'é' : ''),
  };

  // SwarmKit: template/context.go, PayloadContext.
  it('knows the payloads and the environment of the task as well', () => {
    const text = '{{secret "key"}} {{env "A"}}{{env "B"}} {{.Task.Slot}} {{.Context.Task.Slot}}';

    expect(expandPayload(text, context, lookups)).toBe('secret of key é 1 1');
  });

  it('says which payload is missing', () => {
    expect(() => expandPayload('{{config "x"}}', context, lookups)).toThrow(
      'template: expansion:1:2: executing "expansion" at <config "x">: ' +
        'error calling config: config target x not found',
    );
  });

  it('names its own type', () => {
    expect(() => expandPayload('{{.Bad}}', context, lookups)).toThrow(
      "can't evaluate field Bad in type *template.PayloadContext",
    );
  });
});
