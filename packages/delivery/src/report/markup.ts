/** Just enough to write SVG and HTML: elements with attributes, and texts that cannot break out. */

/** Attributes of an element; numbers are rounded to hundredths. */
export type Attributes = Readonly<Record<string, string | number>>;

/** Writes an element. `children` are markup already. */
export function element(
  name: string,
  attributes: Attributes,
  children: readonly string[] = [],
): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeText(toText(value))}"`)
    .join('');
  return children.length === 0
    ? `<${name}${written}/>`
    : `<${name}${written}>${children.join('')}</${name}>`;
}

/** Writes a text. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function toText(value: string | number): string {
  return typeof value === 'string' ? value : String(Math.round(value * 100) / 100);
}
