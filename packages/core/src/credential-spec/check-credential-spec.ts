import { checkAccounts } from './check-accounts.ts';
import { checkDomain, isGuid } from './check-domain.ts';
import type { CredentialSpec, HostAccountConfig } from './credential-spec-document.ts';
import { error, joinPath, warning, type CredentialSpecIssue } from './credential-spec-issue.ts';

/**
 * Says what cannot be right in a document of the right shape: names, scopes and identifiers that are
 * none, or do not fit each other.
 */
export function checkCredentialSpec(spec: CredentialSpec): readonly CredentialSpecIssue[] {
  return [
    ...checkPlugins(spec.CmsPlugins),
    ...checkDomain(spec.DomainJoinConfig),
    ...checkAccounts(spec),
    ...checkHostAccount(spec.ActiveDirectoryConfig.HostAccountConfig),
  ];
}

function checkPlugins(plugins: readonly string[]): readonly CredentialSpecIssue[] {
  if (plugins.includes('ActiveDirectory')) return [];
  const message = 'CmsPlugins must include ActiveDirectory';
  return [error('missing-plugin', 'CmsPlugins', message)];
}

/** A `null` takes the place of none. */
function checkHostAccount(
  host: HostAccountConfig | null | undefined,
): readonly CredentialSpecIssue[] {
  if (host === undefined || host === null) return [];
  const issues: CredentialSpecIssue[] = [];
  if (host.PortableCcgVersion !== '1') {
    const message = `PortableCcgVersion '${host.PortableCcgVersion}' is not 1, the only one there is`;
    issues.push(warning('unknown-ccg-version', pathOf('PortableCcgVersion'), message));
  }
  if (!/^\{.*\}$/.test(host.PluginGUID) || !isGuid(host.PluginGUID.slice(1, -1))) {
    const message = `PluginGUID '${host.PluginGUID}' is not a GUID in braces`;
    issues.push(error('malformed-guid', pathOf('PluginGUID'), message));
  }
  if (host.PluginInput === '') {
    const message = 'PluginInput is empty, so that the plugin is told nothing';
    issues.push(warning('empty-plugin-input', pathOf('PluginInput'), message));
  }
  return issues;
}

function pathOf(field: keyof HostAccountConfig): string {
  return joinPath('ActiveDirectoryConfig.HostAccountConfig', field);
}
