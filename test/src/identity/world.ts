/** Random worlds for identities: domains, hosts, services, and what happens to them. Plain data. */
import fc from 'fast-check';

/** Domains there are; hosts join one of them, or none. */
export const domainNames = ['contoso.com', 'fabrikam.com'] as const;
const sites = ['berlin', 'munich'] as const;
const groupNames = ['g1', 'g2'] as const;
const accountNames = ['svc1', 'svc2'] as const;

/** A domain as it is in the beginning. Hosts are named by number, modulo how many there are. */
export interface WorldDomain {
  readonly kdsRootKey: 'none' | { readonly createdAt: number } | undefined;
  /** Sites that each controller is reached from; absent: all. */
  readonly controllers: readonly (readonly string[] | undefined)[];
  readonly groups: readonly {
    readonly hosts: readonly number[];
    /** Whether the group has the one before it for a member. */
    readonly isNested: boolean;
  }[];
  readonly accounts: readonly {
    readonly hosts: readonly number[];
    readonly groups: readonly string[];
    readonly createdAt: number;
    readonly passwordIntervalDays: number;
  }[];
}

/** One thing that happens. Numbers mean one of those there are. */
export type WorldStep =
  | { readonly kind: 'advance'; readonly ms: number }
  | {
      readonly kind: 'add-member' | 'remove-member';
      readonly domain: number;
      readonly group: number;
      readonly host: number;
    }
  | {
      readonly kind: 'allow-retrieval' | 'create-account';
      readonly domain: number;
      readonly account: number;
      readonly hosts: readonly number[];
      readonly groups: readonly string[];
    }
  | { readonly kind: 'remove-account'; readonly domain: number; readonly account: number }
  | { readonly kind: 'add-root-key'; readonly domain: number; readonly isEffective: boolean }
  | {
      readonly kind: 'stop-controller' | 'start-controller';
      readonly domain: number;
      readonly controller: number;
    }
  | { readonly kind: HostStep; readonly host: number }
  | { readonly kind: 'scale'; readonly service: number; readonly replicas: number }
  | { readonly kind: 'rotate'; readonly service: number; readonly spec: number };

/** What happens to a host. */
export type HostStep =
  | 'cut-directory'
  | 'reach-directory'
  | 'break-trust'
  | 'repair-trust'
  | 'crash'
  | 'restart'
  | 'partition'
  | 'repair';

/** A world and its story. */
export interface World {
  readonly seed: number;
  readonly domains: readonly WorldDomain[];
  /** Domain of each host, where it has joined one, and its site. */
  readonly hosts: readonly { readonly domain: string | undefined; readonly site: string }[];
  /** Which credential spec each service has, if any. */
  readonly services: readonly { readonly replicas: number; readonly spec: number | undefined }[];
  readonly steps: readonly WorldStep[];
}

/** Accounts that credential specs name: all that there are, and some that there are not. */
export const specs: readonly { readonly domain: string; readonly account: string }[] = [
  ...domainNames.flatMap((domain) => accountNames.map((account) => ({ domain, account }))),
  { domain: 'contoso.com', account: 'ghost' },
  { domain: 'nowhere.com', account: 'svc1' },
];

const hourMs = 3_600_000;
const index = fc.nat({ max: 7 });
const domain = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.constant(1));
const someHosts = fc.uniqueArray(fc.nat({ max: 3 }), { maxLength: 3 });
const someGroups = fc.uniqueArray(fc.constantFrom(...groupNames), { maxLength: 2 });

/** Random worlds. */
export function worlds(): fc.Arbitrary<World> {
  return fc.record({
    seed: fc.nat({ max: 0xffff }),
    domains: fc.tuple(worldDomains(), worldDomains()),
    hosts: fc.array(
      fc.record({
        domain: fc.oneof(
          { weight: 6, arbitrary: fc.constant(domainNames[0]) },
          fc.constant(domainNames[1]),
          fc.constant(undefined),
        ),
        site: fc.constantFrom(...sites),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    services: fc.array(
      fc.record({
        replicas: fc.integer({ min: 1, max: 4 }),
        spec: fc.oneof(
          { weight: 4, arbitrary: fc.constantFrom(0, 1) },
          index,
          fc.constant(undefined),
        ),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    steps: fc.array(worldSteps(), { minLength: 4, maxLength: 12, size: 'max' }),
  });
}

function worldDomains(): fc.Arbitrary<WorldDomain> {
  const usual = { weight: 6, arbitrary: fc.constant(undefined) };
  return fc.record({
    kdsRootKey: fc.oneof(
      usual,
      fc.constant('none' as const),
      fc.record({ createdAt: fc.integer({ min: -20 * hourMs, max: 0 }) }),
    ),
    controllers: fc.array(fc.oneof(usual, fc.subarray([...sites])), {
      minLength: 1,
      maxLength: 2,
    }),
    groups: fc.tuple(
      ...groupNames.map(() => fc.record({ hosts: someHosts, isNested: fc.boolean() })),
    ),
    accounts: fc.tuple(
      ...accountNames.map(() =>
        fc.record({
          hosts: someHosts,
          groups: someGroups,
          createdAt: fc.oneof(
            { weight: 4, arbitrary: fc.constant(0) },
            fc.integer({ min: 0, max: 30 * hourMs }),
          ),
          passwordIntervalDays: fc.integer({ min: 1, max: 30 }),
        }),
      ),
    ),
  });
}

function worldSteps(): fc.Arbitrary<WorldStep> {
  const named = { domain, account: index };
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('advance' as const),
        ms: fc.oneof(
          fc.integer({ min: 0, max: 60_000 }),
          fc.integer({ min: 0, max: 40 * hourMs }),
          fc.integer({ min: 0, max: 10 * 24 * hourMs }),
        ),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom(
          'add-member' as const,
          'add-member' as const,
          'remove-member' as const,
        ),
        domain,
        group: index,
        host: index,
      }),
    },
    fc.record({
      kind: fc.constantFrom('allow-retrieval' as const, 'create-account' as const),
      ...named,
      hosts: someHosts,
      groups: someGroups,
    }),
    fc.record({ kind: fc.constant('remove-account' as const), ...named }),
    fc.record({
      kind: fc.constant('add-root-key' as const),
      domain,
      isEffective: fc.boolean(),
    }),
    fc.record({
      kind: fc.constantFrom('stop-controller' as const, 'start-controller' as const),
      domain,
      controller: index,
    }),
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom<HostStep>(
          'cut-directory',
          'reach-directory',
          'break-trust',
          'repair-trust',
          'crash',
          'restart',
          'restart',
          'partition',
          'repair',
        ),
        host: index,
      }),
    },
    fc.record({
      kind: fc.constant('scale' as const),
      service: index,
      replicas: fc.nat({ max: 4 }),
    }),
    fc.record({ kind: fc.constant('rotate' as const), service: index, spec: index }),
  );
}

/** Names of a domain's things, and of hosts. */
export const names = {
  host: (number: number, count: number): string => `H${number % count}`,
  hosts: (numbers: readonly number[], count: number): readonly string[] => [
    ...new Set(numbers.map((number) => `H${number % count}`)),
  ],
  domain: (number: number): string => domainNames[number % domainNames.length] ?? '',
  group: (number: number): string => groupNames[number % groupNames.length] ?? '',
  account: (number: number): string => accountNames[number % accountNames.length] ?? '',
  controller: (number: number): string => `DC${number + 1}`,
};
