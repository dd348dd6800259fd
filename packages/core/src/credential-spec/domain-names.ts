/** What the names of domains and accounts may look like. Microsoft: naming-conventions-for-computer-domain-site-ou. */

/**
 * Whether a text may be the DNS name of a domain: labels of letters, digits, hyphens and underscores
 * with dots between them, 63 characters each, 255 in all.
 */
export function isDnsName(text: string): boolean {
  const label = '[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?';
  return text.length <= 255 && new RegExp(`^${label}(?:\\.${label})*$`).test(text);
}

/**
 * Whether a text, whatever its length, may be the NetBIOS name of a domain. Old domains may have a
 * dot in theirs; that of an Active Directory domain should have none.
 */
export function isNetBiosName(text: string): boolean {
  return /^[^\\/:*?"<>|.]+$/.test(text);
}

/** Whether two names of domains or accounts are the same: they have no case. */
export function isSameName(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
