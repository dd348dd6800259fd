/** The credential specs that random swarms use, as documents and as the text of a file. */
import { credentialSpec, type CredentialSpec } from '@swarmsim/core';

/** Domain of all credential specs and hosts that are drawn without the user's own directory. */
export const usualDomain = 'contoso.com';

/** Accounts that credential specs name. */
export const usualAccounts: readonly string[] = ['web01', 'web02'];

/** The document of a credential spec by its name, `spec-1` or `spec-2`. */
export function credentialSpecDocument(name: string): CredentialSpec {
  const known = documents.get(name);
  if (known !== undefined) return known;
  const [account = ''] = usualAccounts;
  return credentialSpec({ domain: usualDomain, account });
}

/** The same as a text. */
export function credentialSpecText(name: string): string {
  return JSON.stringify(credentialSpecDocument(name));
}

const documents: ReadonlyMap<string, CredentialSpec> = new Map(
  usualAccounts.map((account, index) => [
    `spec-${index + 1}`,
    credentialSpec({ domain: usualDomain, account }),
  ]),
);
