import { checkAccountName } from './check-domain.ts';
import type { CredentialSpec } from './credential-spec-document.ts';
import {
  accountsPath,
  error,
  joinPath,
  warning,
  type CredentialSpecIssue,
} from './credential-spec-issue.ts';
import { isSameName } from './domain-names.ts';

/** Says what is wrong with the pairs of account and scope, alone, together, and beside the domain. */
export function checkAccounts(spec: CredentialSpec): readonly CredentialSpecIssue[] {
  return [...checkPairs(spec), ...checkNames(spec)];
}

function checkPairs(spec: CredentialSpec): readonly CredentialSpecIssue[] {
  const { DnsName, NetBiosName } = spec.DomainJoinConfig;
  const accounts = spec.ActiveDirectoryConfig.GroupManagedServiceAccounts;
  return accounts.flatMap(({ Name, Scope }, index) => {
    const path = joinPath(accountsPath, `${index}`);
    // With a name that is none here, the container still is the account that it is by default.
    const name = { path: joinPath(path, 'Name'), malformed: warning };
    const issues = [...checkAccountName('Name', Name, name)];
    const scopes = [DnsName, NetBiosName].filter((scope) => isSameName(scope, Scope));
    if (scopes.length === 0) {
      const message = `Scope '${Scope}' is neither ${DnsName} nor ${NetBiosName}`;
      issues.push(error('wrong-scope', joinPath(path, 'Scope'), message));
    }
    const earlier = accounts.slice(0, index).filter((other) => {
      return isSameName(other.Name, Name) && isSameName(other.Scope, Scope);
    });
    // Where both names of the domain are the same, there is a pair for each of them.
    if (earlier.length >= Math.max(scopes.length, 1)) {
      const message = `account '${Name}' has the scope ${Scope} already`;
      issues.push(warning('duplicate-account', path, message));
    }
    return issues;
  });
}

function checkNames(spec: CredentialSpec): readonly CredentialSpecIssue[] {
  const { DnsName, NetBiosName, MachineAccountName } = spec.DomainJoinConfig;
  const accounts = spec.ActiveDirectoryConfig.GroupManagedServiceAccounts;
  const names = new Map(accounts.map(({ Name }) => [Name.toLowerCase(), Name]));
  const issues: CredentialSpecIssue[] = [];
  if (!names.has(MachineAccountName.toLowerCase())) {
    const message = `MachineAccountName '${MachineAccountName}' is not among the accounts`;
    issues.push(error('unlisted-account', accountsPath, message));
  }
  for (const name of names.values()) {
    const own = accounts.filter((account) => isSameName(account.Name, name));
    for (const scope of [DnsName, NetBiosName]) {
      if (own.some((account) => isSameName(account.Scope, scope))) continue;
      const message = `account '${name}' has no entry for the scope ${scope}`;
      issues.push(warning('missing-scope', accountsPath, message));
    }
  }
  return issues;
}
