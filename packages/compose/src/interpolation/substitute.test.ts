import { describe, expect, it } from 'vitest';
import { substitute } from './substitute.ts';

const values: Readonly<Record<string, string>> = { FOO: 'first', BAR: '' };
const lookUp = (name: string): string | undefined => values[name];

// docker/cli: cli/compose/template/template_test.go states these cases.
describe('substitute', () => {
  it.each([
    { template: 'foo', text: 'foo' },
    { template: '$FOO-', text: 'first' },
    { template: 'a $FOO b', text: 'a first b' },
    { template: 'a ${FOO} b', text: 'a first b' },
    { template: 'a ${missing} b', text: 'a  b' },
    { template: 'a ${BAR} b', text: 'a  b' },
    { template: '$$FOO $${FOO}', text: '$FOO ${FOO}' },
    { template: '${missing:-def}', text: 'def' },
    { template: '${missing-def}', text: 'def' },
    { template: '${BAR:-def}', text: 'def' },
    { template: '${BAR-def}', text: '' },
    { template: '${FOO:-def}', text: 'first' },
    { template: '${BAR:-/non:-alphanumeric}', text: '/non:-alphanumeric' },
    { template: '${FOO:?err}', text: 'first' },
    { template: '${BAR?err}', text: '' },
    { template: '${\u212a:-def}', text: 'def' },
  ])('makes "$text" of $template', ({ template, text }) => {
    expect(substitute(template, lookUp)).toEqual({ kind: 'text', text });
  });

  it.each(['${', '$}', '${}', '${ }', '${ foo}', '${foo }', '${foo!}', 'costs 5$'])(
    'refuses %s as a whole',
    (template) => {
      expect(substitute(template, lookUp)).toEqual({ kind: 'invalid', template });
    },
  );

  it.each([
    { template: 'no ${UNSET:?wanted}', name: 'UNSET', message: 'wanted' },
    { template: 'no ${BAR:?wanted}', name: 'BAR', message: 'wanted' },
    { template: 'no ${UNSET?wanted}', name: 'UNSET', message: 'wanted' },
    { template: 'no ${UNSET?}', name: 'UNSET', message: '' },
  ])('wants the variable of $template', ({ template, name, message }) => {
    expect(substitute(template, lookUp)).toEqual({
      kind: 'invalid',
      template: `required variable ${name} is missing a value: ${message}`,
    });
  });

  it('takes a dash in the text of a required variable for a default, as docker does', () => {
    expect(substitute('${UNSET:?not-set}', lookUp)).toEqual({ kind: 'text', text: 'set' });
  });

  it('forgets a bad variable when a good one follows, as docker does', () => {
    expect(substitute('${ } $FOO', lookUp)).toEqual({ kind: 'text', text: '{ } first' });
  });
});
