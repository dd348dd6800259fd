import { deriveNetBiosName } from '../credential-spec/domain-identity.ts';
import type { DomainIdentity } from './directory-queries.ts';
import { isSameName } from './sam-name.ts';

/** A domain by DNS or NetBIOS name. */
export function findDomain<Domain extends DomainIdentity>(
  domains: readonly Domain[],
  name: string,
): Domain | undefined {
  return domains.find(
    ({ dnsName, netBiosName }) => isSameName(dnsName, name) || isSameName(netBiosName, name),
  );
}

/** Whether a name may be meant for a domain of which nothing is known but its DNS name. */
export function mayMean(name: string, dnsName: string): boolean {
  return isSameName(name, dnsName) || isSameName(name, deriveNetBiosName(dnsName));
}

/** A domain by all of its names, and nothing else of it. */
export function identityOf(domain: DomainIdentity): DomainIdentity {
  const { dnsName, netBiosName, forest, sid, guid } = domain;
  return { dnsName, netBiosName, forest, sid, guid };
}
