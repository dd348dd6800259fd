import { pathToFileURL } from 'node:url';
import type { ScenarioProperty } from '@swarmsim/testing';
import type fc from 'fast-check';

/** A property of fast-check, under a name. */
export interface NamedProperty {
  readonly name: string;
  readonly property: fc.IRawProperty<unknown>;
}

/** What can be checked. */
export type CheckedProperty = ScenarioProperty | NamedProperty;

/** What is checked where no file is named: that no scenario breaks one of the rules. */
const rules: ScenarioProperty = { name: 'breaks no rule' };

/**
 * Loads the properties of a file.
 *
 * @throws Error that says what is wrong with the file, and where.
 */
export async function loadProperties(
  file: string | undefined,
): Promise<readonly CheckedProperty[]> {
  if (file === undefined) return [rules];
  let module: Readonly<Record<string, unknown>>;
  try {
    module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new Error(`it throws when it is loaded: ${describeThrown(error, file)}`, {
      cause: error,
    });
  }
  const { properties } = module;
  if (!Array.isArray(properties) || properties.length === 0) {
    const names = Object.keys(module);
    const seen = names.length === 0 ? 'it exports nothing' : `it exports ${names.join(', ')}`;
    throw new Error(`it must export a list 'properties' that is not empty; ${seen}`);
  }
  properties.forEach(assertProperty);
  return properties as readonly CheckedProperty[];
}

/** What was thrown, with the place in the file where it is in the stack. */
export function describeThrown(error: unknown, file: string): string {
  if (!(error instanceof Error)) return String(error);
  const lines = (error.stack ?? '').split('\n');
  const url = pathToFileURL(file).href;
  const place = lines.find((line) => line.includes(url) || line.includes(file));
  const where = place === undefined ? '' : ` (${place.trim().replace(url, file)})`;
  return `${error.name}: ${error.message}${where}`;
}

function assertProperty(value: unknown, index: number): void {
  const which = `property ${index + 1} of the list`;
  if (typeof value !== 'object' || value === null) throw new Error(`${which} is no object`);
  const { name, property, scenarios, check, options } = value as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string' || name === '') throw new Error(`${which} has no name`);
  const known = ['name', 'property', 'scenarios', 'check', 'options'];
  const odd = Object.keys(value).find((key) => !known.includes(key));
  if (odd !== undefined) throw new Error(`property '${name}' has an unknown field '${odd}'`);
  if (property !== undefined) return assertArbitrary(property, `property '${name}': 'property'`);
  if (scenarios !== undefined) assertArbitrary(scenarios, `property '${name}': 'scenarios'`);
  if (check !== undefined && typeof check !== 'function') {
    throw new Error(`property '${name}': 'check' is no function`);
  }
  if (options !== undefined && (typeof options !== 'object' || options === null)) {
    throw new Error(`property '${name}': 'options' is no object`);
  }
}

/** Properties and arbitraries of fast-check both generate; copies of fast-check may differ. */
function assertArbitrary(value: unknown, what: string): void {
  const isOne = typeof value === 'object' && value !== null && 'generate' in value;
  if (!isOne) throw new Error(`${what} is none of fast-check`);
}
