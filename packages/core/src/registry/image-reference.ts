/**
 * The grammar of image references: how `iis:1` is read as `docker.io/library/iis:1`.
 * distribution/reference v0.6.0, the version that the Docker daemon links.
 */

/**
 * Reads an image reference as `docker service create` and SwarmKit do.
 * distribution/reference: normalize.go, ParseNormalizedNamed.
 */
export function parseImageReference(text: string): ParsedImageReference {
  if (identifier.test(text)) {
    return malformed(
      `invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`,
    );
  }
  const { domain, remainder } = splitDomain(text);
  const repository = remainder.split(':', 1)[0] ?? '';
  if (repository.toLowerCase() !== repository) {
    return malformed(`invalid reference format: repository name (${repository}) must be lowercase`);
  }
  return parseCanonical(`${domain}/${remainder}`);
}

/** What a text that should name an image turned out to be. */
export type ParsedImageReference =
  ImageReference | { readonly kind: 'malformed'; readonly message: string };

/** An image reference in full. Neither a tag nor a digest is filled in where the text has none. */
export interface ImageReference {
  readonly kind: 'reference';
  /** Registry host, with its port where one was given; `docker.io` by default. */
  readonly domain: string;
  /** Repository below the registry; official images are below `library/`. */
  readonly path: string;
  readonly tag?: string;
  /** Algorithm and hexadecimal digits: `sha256:…`. */
  readonly digest?: string;
}

/** The text that docker shows people: without `docker.io/` and `library/`. */
export function toFamiliarText(reference: ImageReference): string {
  const tag = reference.tag === undefined ? '' : `:${reference.tag}`;
  const digest = reference.digest === undefined ? '' : `@${reference.digest}`;
  return `${toFamiliarName(reference)}${tag}${digest}`;
}

/** Name without tag and digest, as docker shows it. */
export function toFamiliarName(reference: ImageReference): string {
  const { domain, path } = reference;
  if (domain !== defaultDomain) return `${domain}/${path}`;
  const name = path.startsWith(officialPrefix) ? path.slice(officialPrefix.length) : path;
  return name.includes('/') ? path : name;
}

/** Adds the tag `latest` where there is neither tag nor digest. */
export function withDefaultTag(reference: ImageReference): ImageReference {
  if (reference.tag !== undefined || reference.digest !== undefined) return reference;
  return { ...reference, tag: 'latest' };
}

const defaultDomain = 'docker.io';
const legacyDefaultDomain = 'index.docker.io';
const officialPrefix = 'library/';
const repositoryNameLengthMax = 255;

// distribution/reference: regexp.go, each production under its name there.
const domainComponent = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const domainName = `${domainComponent}(?:\\.${domainComponent})*`;
const host = `(?:${domainName}|\\[(?:[a-fA-F0-9:]+)\\])`;
const domainAndPort = `${host}(?::[0-9]+)?`;
const pathComponent = '[a-z0-9]+(?:(?:[._]|__|[-]+)[a-z0-9]+)*';
const remoteName = `${pathComponent}(?:/${pathComponent})*`;
const tag = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}';
const digest = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const identifier = /^[a-f0-9]{64}$/;
const wholeReference = new RegExp(
  `^(?:(${domainAndPort})/)?(${remoteName})(?::(${tag}))?(?:@(${digest}))?$`,
);

const digestLengths: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

// distribution/reference: normalize.go, splitDockerDomain.
function splitDomain(text: string): { readonly domain: string; readonly remainder: string } {
  const slash = text.indexOf('/');
  if (slash === -1) return { domain: defaultDomain, remainder: officialPrefix + text };
  const first = text.slice(0, slash);
  const isDomain = first === 'localhost' || /[.:]/.test(first) || first.toLowerCase() !== first;
  const domain = isDomain && first !== legacyDefaultDomain ? first : defaultDomain;
  const remainder = isDomain ? text.slice(slash + 1) : text;
  const isOfficial = domain === defaultDomain && !remainder.includes('/');
  return { domain, remainder: isOfficial ? officialPrefix + remainder : remainder };
}

// distribution/reference: reference.go, Parse.
function parseCanonical(text: string): ParsedImageReference {
  const match = wholeReference.exec(text);
  if (match === null) {
    const isCaseOnly = wholeReference.test(text.toLowerCase());
    return malformed(isCaseOnly ? 'repository name must be lowercase' : 'invalid reference format');
  }
  const [, domain = '', path = '', tagPart, digestPart] = match;
  if (path.length > repositoryNameLengthMax) {
    return malformed(`repository name must not be more than ${repositoryNameLengthMax} characters`);
  }
  const digestProblem = digestPart === undefined ? undefined : findDigestProblem(digestPart);
  if (digestProblem !== undefined) return malformed(digestProblem);
  return {
    kind: 'reference',
    domain,
    path,
    ...(tagPart === undefined ? {} : { tag: tagPart }),
    ...(digestPart === undefined ? {} : { digest: digestPart }),
  };
}

// opencontainers/go-digest: digest.go, Digest.Validate, and algorithm.go, Algorithm.Validate.
function findDigestProblem(text: string): string | undefined {
  const colon = text.indexOf(':');
  const length = digestLengths.get(text.slice(0, colon));
  if (length === undefined) {
    const isWellFormed = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$/.test(text);
    return isWellFormed ? 'unsupported digest algorithm' : 'invalid checksum digest format';
  }
  const encoded = text.slice(colon + 1);
  if (encoded.length !== length) return 'invalid checksum digest length';
  return /^[a-f0-9]+$/.test(encoded) ? undefined : 'invalid checksum digest format';
}

function malformed(message: string): ParsedImageReference {
  return { kind: 'malformed', message };
}
