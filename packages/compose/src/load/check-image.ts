import type { IssueLog } from '../issue/issue.ts';
import { closest } from '../yaml/source-tree.ts';
import type { ServiceConfig } from './service-config.ts';

// docker/cli: cli/command/stack/loader.go, loadComposeFile.
/** Refuses a service whose image is missing or is no image reference. */
export function checkImage({ image, name, node }: ServiceConfig, log: IssueLog): void {
  const problem = image === '' ? 'no image specified' : problemOf(image);
  if (problem === undefined) return;
  const message = `invalid image reference for service ${name}: ${problem}`;
  log.error(closest(node, 'image'), 'malformed-image', message);
}

const label = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const domain = `(?:${label}(?:\\.${label})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const tag = '[\\w][\\w.-]{0,127}';
const digest = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const namePattern = `(?:${domain}/)?${component}(?:/${component})*`;
const reference = new RegExp(`^${namePattern}(?::${tag})?(?:@${digest})?$`);

// distribution/reference: normalize.go, ParseAnyReference.
function problemOf(image: string): string | undefined {
  if (/^[a-f0-9]{64}$/.test(image)) return undefined;
  if (reference.test(image)) {
    return pathOf(image).length > pathLengthMax
      ? `repository name must not be more than ${pathLengthMax} characters`
      : undefined;
  }
  const lowered = image.replace(/^[^:@]*/, (path) => path.toLowerCase());
  const isOnlyUpper = reference.test(lowered);
  const path = /^[^:@]*/.exec(image)?.[0] ?? '';
  const repository = path.includes('/') ? path : `library/${path}`;
  const upper = `repository name (${repository}) must be lowercase`;
  return isOnlyUpper ? `invalid reference format: ${upper}` : 'invalid reference format';
}

/** distribution/reference: reference.go, RepositoryNameTotalLengthMax. */
const pathLengthMax = 255;

/** The name without domain, tag and digest; names of one word stand for a path of two. */
function pathOf(image: string): string {
  const name = image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  const [first = '', ...rest] = name.split('/');
  const isDomain = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  if (isDomain) return rest.join('/');
  return rest.length === 0 ? `library/${name}` : name;
}
