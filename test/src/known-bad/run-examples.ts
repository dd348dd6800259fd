/** Runs the examples, as built, on swarms with given deciders. */
import { readdirSync } from 'node:fs';
import { register } from 'node:module';
import type { DeciderOptions } from '@swarmsim/core';

const folder = new URL('../../../examples/dist/', import.meta.url);

/** Examples that take about a second and more, which is too long for as many bad swarms as there are. */
export const slowExamples: readonly string[] = ['delivery-costs', 'flagship/main', 'race'];

/** Every example but the slow ones. */
export const examples: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.js') && name !== 'print.js')
  .map((name) => name.replace(/\.js$/, ''))
  .filter((name) => !slowExamples.includes(name));

/** Runs an example. */
export type RunExample = (example: string, deciders: DeciderOptions) => Promise<string>;

/** Redirects this process's imports; gives what runs an example, and what it prints or throws. */
export async function createExampleRunner(): Promise<RunExample> {
  register('./redirect-core.js', import.meta.url);
  const { injectDeciders } = await import('./injected-core.js');
  let runs = 0;
  return async (example, deciders) => {
    runs += 1;
    injectDeciders(deciders);
    const lines: string[] = [];
    const print = console.log;
    console.log = (...texts: readonly unknown[]) => void lines.push(texts.join(' '));
    try {
      // A module runs once for each address that it is imported by.
      await import(new URL(`${example}.js?run=${runs}`, folder).href);
    } catch (error) {
      lines.push(error instanceof Error ? error.message : 'failed');
    } finally {
      console.log = print;
      injectDeciders({});
    }
    return lines.join('\n');
  };
}
