/** Writes plain data as YAML that a person likes to read. Texts that YAML might take for more are quoted. */
export function writeYaml(value: Readonly<Record<string, unknown>>): string {
  return writeRecord(value, '');
}

type Plain = Readonly<Record<string, unknown>>;

function writeRecord(record: Plain, indent: string): string {
  return Object.entries(record)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${indent}${writeText(name)}:${writeValue(value, indent)}`)
    .join('');
}

function writeValue(value: unknown, indent: string): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return ' []\n';
    return `\n${value.map((item) => `${indent}  -${writeItem(item, `${indent}  `)}`).join('')}`;
  }
  if (!isRecord(value)) return ` ${writeScalar(value)}\n`;
  return Object.keys(value).length === 0 ? ' {}\n' : `\n${writeRecord(value, `${indent}  `)}`;
}

/** The first field of an object stands beside the dash. */
function writeItem(item: unknown, indent: string): string {
  if (!isRecord(item)) return ` ${writeScalar(item)}\n`;
  return ` ${writeRecord(item, `${indent}  `).trimStart()}`;
}

function writeScalar(value: unknown): string {
  return typeof value === 'string' ? writeText(value) : JSON.stringify(value ?? null);
}

/** Names, paths and the like need no quotes. */
const plain = /^[A-Za-z./][A-Za-z0-9._/-]*$/;
const taken = /^(?:true|false|yes|no|on|off|null|y|n)$/i;

function writeText(text: string): string {
  return plain.test(text) && !taken.test(text) ? text : JSON.stringify(text);
}

function isRecord(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
