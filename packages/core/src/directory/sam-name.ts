/** Names of accounts as Windows compares and spells them. */
import type { DomainState } from './directory-state.ts';

/** What names are compared by: they have no case. */
export function foldName(name: string): string {
  return name.toLowerCase();
}

/** Whether two names are the same to Windows. */
export function isSameName(left: string, right: string): boolean {
  return foldName(left) === foldName(right);
}

/** The SAM name of a computer or a gMSA. */
export function withDollar(name: string): string {
  return `${name}$`;
}

/** A name without the `$` at its end, if there is one. */
export function withoutDollar(name: string): string {
  return name.endsWith('$') ? name.slice(0, -1) : name;
}

/** The SAM names of a domain's principals, by what they are compared by. */
export function indexPrincipals(domain: DomainState): ReadonlyMap<string, string> {
  const { computers, groups, accounts, users } = domain;
  const names = [
    ...groups.map(({ name }) => name),
    ...users.map(({ name }) => name),
    ...computers.map(withDollar),
    ...accounts.map(({ name }) => withDollar(name)),
  ];
  return new Map(names.map((name) => [foldName(name), name]));
}

/**
 * A principal's SAM name, spelt as the domain has it: first as given, then as that of a computer or a
 * gMSA. Undefined where there is none.
 */
export function findPrincipal(
  index: ReadonlyMap<string, string>,
  name: string,
): string | undefined {
  return index.get(foldName(name)) ?? index.get(foldName(withDollar(name)));
}

/** Groups that a principal belongs to, directly or through other groups. */
export function groupsOf(domain: DomainState, principal: string): readonly string[] {
  const found = new Set<string>();
  let wanted: readonly string[] = [principal];
  while (wanted.length > 0) {
    const members = wanted;
    const holding = domain.groups.filter(
      (group) => !found.has(group.name) && members.some((name) => group.members.includes(name)),
    );
    for (const { name } of holding) found.add(name);
    wanted = holding.map(({ name }) => name);
  }
  return domain.groups.map(({ name }) => name).filter((name) => found.has(name));
}
