import type { DomainJoinConfig } from './credential-spec-document.ts';
import { error, joinPath, warning, type CredentialSpecIssue } from './credential-spec-issue.ts';
import { netBiosNameLengthMax } from './domain-identity.ts';
import { isDnsName, isNetBiosName } from './domain-names.ts';

/**
 * Says what is wrong with the domain and the account that the container is by default. A domain may
 * lie outside the tree that gives its forest the name, so that these two are not compared.
 */
export function checkDomain(domain: DomainJoinConfig): readonly CredentialSpecIssue[] {
  return [
    ...checkSid(domain.Sid),
    ...checkAccountName('MachineAccountName', domain.MachineAccountName, {
      path: pathOf('MachineAccountName'),
      malformed: error,
    }),
    ...checkGuid(domain.Guid),
    ...checkDnsName('DnsTreeName', domain.DnsTreeName),
    ...checkDnsName('DnsName', domain.DnsName),
    ...checkNetBiosName(domain.NetBiosName),
  ];
}

/** Whether a text is a GUID without braces. */
export function isGuid(text: string): boolean {
  return /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/.test(text);
}

/**
 * Says what is wrong with the name of an account: what it carries that belongs to none, as `malformed` has it,
 * or that it is too long.
 */
export function checkAccountName(
  field: 'MachineAccountName' | 'Name',
  name: string,
  { path, malformed }: { readonly path: string; readonly malformed: typeof error | typeof warning },
): readonly CredentialSpecIssue[] {
  if (name === '' || /[\\@$]/.test(name)) {
    const message = `${field} '${name}' must be a name without domain and without $`;
    return [malformed('malformed-account-name', path, message)];
  }
  if (name.length <= netBiosNameLengthMax) return [];
  const message = `${field} '${name}' has more than ${netBiosNameLengthMax} characters`;
  return [warning('account-name-too-long', path, message)];
}

function checkSid(sid: string): readonly CredentialSpecIssue[] {
  if (/^S-1-5-21(?:-\d{1,10}){3}$/.test(sid)) return [];
  const isAccount = /^S-1-5-21(?:-\d{1,10}){4}$/.test(sid);
  const message = isAccount
    ? `Sid '${sid}' is that of an account, not of a domain`
    : `Sid '${sid}' is not the SID of a domain`;
  return [warning('malformed-sid', pathOf('Sid'), message)];
}

function checkGuid(guid: string): readonly CredentialSpecIssue[] {
  if (isGuid(guid)) return [];
  return [warning('malformed-guid', pathOf('Guid'), `Guid '${guid}' is not a GUID`)];
}

function checkDnsName(
  field: 'DnsTreeName' | 'DnsName',
  name: string,
): readonly CredentialSpecIssue[] {
  if (isDnsName(name)) return [];
  return [warning('malformed-dns-name', pathOf(field), `${field} '${name}' is not a DNS name`)];
}

function checkNetBiosName(name: string): readonly CredentialSpecIssue[] {
  const path = pathOf('NetBiosName');
  if (!isNetBiosName(name)) {
    const message = `NetBiosName '${name}' is not the NetBIOS name of a domain`;
    return [warning('malformed-netbios-name', path, message)];
  }
  if (name.length <= netBiosNameLengthMax) return [];
  const message = `NetBiosName '${name}' has more than ${netBiosNameLengthMax} characters`;
  return [warning('netbios-name-too-long', path, message)];
}

function pathOf(field: keyof DomainJoinConfig): string {
  return joinPath('DomainJoinConfig', field);
}
