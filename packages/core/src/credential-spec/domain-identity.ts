/** What a domain is called by Windows, derived from its DNS name where nobody said otherwise. */

/** First label of the DNS name in capitals, cut to the 15 characters that NetBIOS allows. */
export function deriveNetBiosName(domain: string): string {
  const label = domain.split('.', 1)[0] ?? '';
  return label.toUpperCase().slice(0, netBiosNameLengthMax);
}

/** Names longer than this are no NetBIOS names, and no SAM names of gMSAs. */
export const netBiosNameLengthMax = 15;

/** A security identifier that always belongs to the same domain name; capitals do not matter. */
export function deriveDomainSid(domain: string): string {
  const parts = [1, 2, 3].map((salt) => hashName(domain, salt));
  return `S-1-5-21-${parts.join('-')}`;
}

/** A GUID that always belongs to the same domain name; capitals do not matter. */
export function deriveDomainGuid(domain: string): string {
  const digits = [4, 5, 6, 7]
    .map((salt) => hashName(domain, salt).toString(16).padStart(8, '0'))
    .join('');
  // Version 4 and the usual variant, as random GUIDs have them.
  const groups = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `a${digits.slice(17, 20)}`,
    digits.slice(20),
  ];
  return groups.join('-');
}

// FNV-1a over the name and a salt, with a last round that spreads every bit.
function hashName(name: string, salt: number): number {
  let hash = Math.imul(0x811c9dc5 ^ salt, 0x01000193);
  for (const character of name.toLowerCase()) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
