import { credentialSpec, type CredentialSpec } from '@swarmsim/core';
import fc from 'fast-check';
import { checkConstraints, invalid, type ConstraintTable } from './check-constraints.ts';
import { usualAccounts, usualDomain } from './credential-spec-text.ts';
import { nearValid, shareOf } from './near-valid.ts';

/** Bounds of {@link credentialSpecs}. */
export interface CredentialSpecConstraints {
  /** DNS names of domains. Default `contoso.com`. */
  readonly domains?: readonly string[];
  /** SAM names of accounts. Default `web01` and `web02`. */
  readonly accounts?: readonly string[];
  /** Whether, or in which share of cases, a text is one that no engine accepts. Default false. */
  readonly nearValid?: boolean | number;
}

/**
 * Texts of random credential specs, as they go into a config. They shrink to the first account of the
 * first domain.
 *
 * @throws SwarmSimError `invalid-argument` where constraints are unknown or of the wrong kind.
 */
export function credentialSpecs(constraints: CredentialSpecConstraints = {}): fc.Arbitrary<string> {
  checkConstraints('credentialSpecs', constraints, table);
  const { domains = [usualDomain], accounts = usualAccounts } = constraints;
  if (domains.length === 0) throw invalid('credentialSpecs: domains is empty');
  if (accounts.length === 0) throw invalid('credentialSpecs: accounts is empty');
  const drawn = fc
    .record(
      {
        domain: fc.constantFrom(...domains),
        account: fc.constantFrom(...accounts),
        additionalAccounts: fc.subarray([...accounts], { minLength: 1, maxLength: 1 }),
        netBiosName: fc.constant('CORP'),
        forest: fc.constantFrom(...domains),
        hostAccount: fc.constantFrom(
          { pluginGuid },
          { pluginGuid, pluginInput: 'ObjectId=web;SecretUri=https://vault' },
        ),
      },
      { requiredKeys: ['domain', 'account'] },
    )
    .map((options): CredentialSpec => {
      // An account is listed once.
      const { additionalAccounts = [], ...rest } = options;
      const others = additionalAccounts.filter((account) => account !== options.account);
      return credentialSpec({ ...rest, ...(others.length > 0 && { additionalAccounts: others }) });
    })
    .map((spec) => JSON.stringify(spec));
  return nearValid(drawn, shareOf(constraints.nearValid), spoilers);
}

const table: ConstraintTable<CredentialSpecConstraints> = {
  domains: 'texts',
  accounts: 'texts',
  nearValid: 'share',
};

/** That of a plugin which looks passwords up in a vault. */
const pluginGuid = 'CCC2A336-D7F3-4818-A213-272B7924213E';

const spoilers: readonly ((text: string) => string)[] = [
  (text) => text.slice(0, -1),
  () => '',
  () => '[]',
  () => '{}',
  (text) => text.replace('"DomainJoinConfig"', '"DomainJoinConfiguration"'),
  (text) => text.replace(/"CmsPlugins":\["ActiveDirectory"\]/, '"CmsPlugins":"ActiveDirectory"'),
];
