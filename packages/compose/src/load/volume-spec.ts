/** The short form of a volume: where it comes from, where it goes, how it is mounted. */
export interface VolumeSpec {
  readonly type: 'volume' | 'bind';
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  readonly noCopy: boolean;
  readonly propagation: string;
}

/** A short volume, or what is wrong with it. */
export type ParsedVolumeSpec =
  | { readonly kind: 'volume'; readonly volume: VolumeSpec }
  | { readonly kind: 'malformed'; readonly message: string };

// docker/cli: internal/volumespec/volumespec.go, Parse.
/** Reads `[source:]target[:options]`; a single letter before a colon is a Windows drive. */
export function parseVolumeSpec(text: string): ParsedVolumeSpec {
  if (text === '') return malformed('invalid empty volume spec');
  if (text.length <= 2) return { kind: 'volume', volume: toVolume(['', text, '']) };
  const sections = splitSections(text);
  if (sections.slice(0, 3).includes('')) {
    return malformed(invalid(text, 'empty section between colons'));
  }
  if (sections.length > 3) return malformed(invalid(text, 'too many colons'));
  const [first = '', second, options = ''] = sections;
  const volume = toVolume(second === undefined ? ['', first, ''] : [first, second, options]);
  return { kind: 'volume', volume };
}

function splitSections(text: string): readonly string[] {
  const sections: string[] = [];
  let section = '';
  for (const character of text) {
    if (character !== ':' || /^\p{L}$/u.test(section)) {
      section += character;
      continue;
    }
    sections.push(section);
    section = '';
  }
  return [...sections, section];
}

function toVolume([source, target, options]: readonly [string, string, string]): VolumeSpec {
  const words = options.split(',');
  const propagation = words.filter((word) => propagations.has(word)).at(-1) ?? '';
  const access = words.filter((word) => word === 'ro' || word === 'rw').at(-1);
  return {
    type: source !== '' && isFilePath(source) ? 'bind' : 'volume',
    source,
    target,
    readOnly: access === 'ro',
    noCopy: words.includes('nocopy'),
    propagation,
  };
}

const propagations: ReadonlySet<string> = new Set([
  'private',
  'rprivate',
  'rshared',
  'shared',
  'rslave',
  'slave',
]);

function isFilePath(source: string): boolean {
  if (/^[./~]/.test(source)) return true;
  return source.startsWith('\\\\') || /^\p{L}:/u.test(source);
}

function invalid(text: string, reason: string): string {
  return `invalid spec: ${text}: ${reason}`;
}

function malformed(message: string): ParsedVolumeSpec {
  return { kind: 'malformed', message };
}
