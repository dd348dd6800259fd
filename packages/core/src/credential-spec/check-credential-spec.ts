import type { CredentialSpec } from './credential-spec-document.ts';
import {
  accountsPath,
  error,
  joinPath,
  warning,
  type CredentialSpecIssue,
} from './credential-spec-issue.ts';
import { netBiosNameLengthMax } from './domain-identity.ts';

/**
 * Says what cannot be right in a document of the right shape: names, scopes and identifiers that
 * do not fit each other.
 */
export function checkCredentialSpec(spec: CredentialSpec): readonly CredentialSpecIssue[] {
  const issues: Issues = [];
  if (!spec.CmsPlugins.includes('ActiveDirectory')) {
    const message = 'CmsPlugins must include ActiveDirectory';
    issues.push(error('missing-plugin', 'CmsPlugins', message));
  }
  checkDomain(spec, issues);
  checkScopes(spec, issues);
  checkHostAccount(spec, issues);
  return issues;
}

function checkDomain({ DomainJoinConfig: domain }: CredentialSpec, issues: Issues): void {
  const path = 'DomainJoinConfig';
  if (!/^S-1-5-21-\d{1,10}-\d{1,10}-\d{1,10}$/.test(domain.Sid)) {
    const isAccount = /^S-1-5-21(?:-\d{1,10}){4}$/.test(domain.Sid);
    const message = isAccount
      ? `Sid '${domain.Sid}' is that of an account, not of a domain`
      : `Sid '${domain.Sid}' is not the SID of a domain`;
    issues.push(warning('malformed-sid', joinPath(path, 'Sid'), message));
  }
  if (!guid.test(domain.Guid)) {
    const message = `Guid '${domain.Guid}' is not a GUID`;
    issues.push(warning('malformed-guid', joinPath(path, 'Guid'), message));
  }
  const account = domain.MachineAccountName;
  const accountPath = joinPath(path, 'MachineAccountName');
  if (account === '' || /[\\@$]/.test(account)) {
    const message = `MachineAccountName '${account}' must be a name without domain and without $`;
    issues.push(error('malformed-account-name', accountPath, message));
  } else if (account.length > netBiosNameLengthMax) {
    const message = `MachineAccountName '${account}' has more than ${netBiosNameLengthMax} characters`;
    issues.push(warning('account-name-too-long', accountPath, message));
  }
}

function checkScopes(spec: CredentialSpec, issues: Issues): void {
  const { DnsName, NetBiosName, MachineAccountName } = spec.DomainJoinConfig;
  const accounts = spec.ActiveDirectoryConfig.GroupManagedServiceAccounts;
  const wanted = [DnsName, NetBiosName];
  for (const [index, account] of accounts.entries()) {
    if (wanted.some((scope) => isSameName(scope, account.Scope))) continue;
    const message = `Scope '${account.Scope}' is neither ${DnsName} nor ${NetBiosName}`;
    issues.push(
      error('wrong-scope', joinPath(joinPath(accountsPath, `${index}`), 'Scope'), message),
    );
  }
  const names = new Map(accounts.map(({ Name }) => [Name.toLowerCase(), Name]));
  if (!names.has(MachineAccountName.toLowerCase())) {
    const message = `MachineAccountName '${MachineAccountName}' is not among the accounts`;
    issues.push(error('unlisted-account', accountsPath, message));
  }
  for (const name of names.values()) {
    const own = accounts.filter((account) => isSameName(account.Name, name));
    for (const scope of wanted) {
      if (own.some((account) => isSameName(account.Scope, scope))) continue;
      const message = `account '${name}' has no entry for the scope ${scope}`;
      issues.push(warning('missing-scope', accountsPath, message));
    }
  }
}

function checkHostAccount(spec: CredentialSpec, issues: Issues): void {
  const host = spec.ActiveDirectoryConfig.HostAccountConfig;
  if (host === undefined || host === null) return;
  if (/^\{.*\}$/.test(host.PluginGUID) && guid.test(host.PluginGUID.slice(1, -1))) return;
  const message = `PluginGUID '${host.PluginGUID}' is not a GUID in braces`;
  const path = 'ActiveDirectoryConfig.HostAccountConfig.PluginGUID';
  issues.push(error('malformed-guid', path, message));
}

type Issues = CredentialSpecIssue[];

const guid = /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;

function isSameName(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
