/** A name as people write it: `webapp01`, `CONTOSO\webapp01$` or `webapp01@contoso.com`. */
export interface AccountName {
  /** DNS or NetBIOS name; absent where none is said. */
  readonly domain?: string;
  /** Without `$`. */
  readonly name: string;
}

/** Takes a name apart; nothing is looked up. */
export function parseAccountName(text: string): AccountName {
  const { domain, name } = splitDomain(text);
  const bare = name.endsWith('$') ? name.slice(0, -1) : name;
  return { ...(domain !== undefined && { domain }), name: bare };
}

/** Takes the domain off a name, which keeps its `$`. */
export function splitDomain(text: string): AccountName {
  const backslash = text.indexOf('\\');
  if (backslash >= 0) return { domain: text.slice(0, backslash), name: text.slice(backslash + 1) };
  const at = text.lastIndexOf('@');
  return at < 0 ? { name: text } : { domain: text.slice(at + 1), name: text.slice(0, at) };
}
