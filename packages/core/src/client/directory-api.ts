import { findServers } from '../directory/decide-grant.ts';
import { decidePassword, hasRootKey } from '../directory/decide-password.ts';
import type { AccountOptions, DirectoryEdit } from '../directory/directory-options.ts';
import type { ManagedPassword, PasswordAnswer } from '../directory/directory-queries.ts';
import type { DomainState } from '../directory/directory-state.ts';
import type { Directory } from '../directory/directory.ts';
import { parseAccountName } from '../directory/parse-account-name.ts';
import { SwarmSimError } from '../kernel/errors.ts';
import type { NodeId } from '../model/ids.ts';
import { checkOptions, checkRecord, checkText } from '../options/check-options.ts';
import type { ReadTx } from '../store/store.ts';
import { chooseDomain, findAccountNamed, findGroupNamed, takeOne } from './find-account.ts';
import type { Apply } from './operation.ts';
import { resolveReference } from './resolve-reference.ts';

/** A domain as it is now; of its users only the names. */
export type DirectoryDomain = Omit<DomainState, 'users'> & { readonly users: readonly string[] };

/**
 * Active Directory. Accounts are named `webapp01`, `webapp01$`, `CONTOSO\webapp01$` or
 * `webapp01@contoso.com`, groups likewise, without `$`, and servers `sql01`, `CONTOSO\sql01` or
 * `sql01.contoso.com`; nodes by id, host name or id prefix. Names without a domain are looked for in all
 * domains, and what a host asks for in its own first. Whoever is to be a member, or to be let in, is named
 * without a domain, for it is in that of the group, account or server, and a host with its `$` where a group or
 * a user has the same name.
 *
 * All of these throw SwarmSimError `not-found` or `ambiguous` where a name means nothing, or several things.
 */
export interface DirectoryApi {
  /** All domains, as plain data; none where the swarm was made without a directory. */
  domains(): readonly DirectoryDomain[];

  /**
   * `New-ADServiceAccount`.
   *
   * @throws SwarmSimError `already-exists`, or `failed-precondition` while no KDS root key works.
   */
  createAccount(account: string, options?: AccountOptions): void;
  /** `Remove-ADServiceAccount`: one made later by the same name is another one. */
  removeAccount(account: string): void;
  /** `Set-ADServiceAccount -PrincipalsAllowedToRetrieveManagedPassword`: these, and no others. */
  allowRetrieval(account: string, principals: readonly string[]): void;
  /** `Add-ADGroupMember`; a host has it in its ticket when it starts next. */
  addMember(group: string, member: string): void;
  /** `Remove-ADGroupMember`; a host has it in its ticket until it starts next. */
  removeMember(group: string, member: string): void;
  /** `Add-KdsRootKey`, for the forest of a domain; it works ten hours later unless said otherwise. */
  addRootKey(options?: RootKeyOptions): void;
  /** Which accounts, users and groups a server lets in from now on. */
  grant(server: string, principals: readonly string[]): void;

  /**
   * `Test-ADServiceAccount`, typed on a host: whether it gets the account's password now.
   *
   * @throws SwarmSimError `failed-precondition` where the host is down.
   */
  testServiceAccount(node: string, account: string): boolean;
  /** The same with the reason, or with which password it gets. */
  mayRetrieve(node: string, account: string): PasswordAnswer;
  /** The account's password now, whoever may have it. @throws SwarmSimError `failed-precondition`. */
  passwordOf(account: string): ManagedPassword;
}

/** How a root key is made. */
export interface RootKeyOptions {
  /** Any domain of the forest. Default: the only forest there is. */
  readonly domain?: string;
  /** Default false. */
  readonly effectiveImmediately?: boolean;
}

/** What {@link createDirectoryApi} works on. */
export interface DirectoryApiParts {
  readonly directory: Directory;
  readonly apply: Apply;
  /** Finds nodes; no manager is asked. */
  readonly store: ReadTx;
  now(): number;
  /** Whether a node's host does not run now; one that has left the swarm does. */
  isDown(nodeId: NodeId): boolean;
}

/** Makes `swarm.directory`. */
export function createDirectoryApi(parts: DirectoryApiParts): DirectoryApi {
  return Object.assign(createEdits(parts), createQueries(parts));
}

type EditName =
  | 'createAccount'
  | 'removeAccount'
  | 'allowRetrieval'
  | 'addMember'
  | 'removeMember'
  | 'addRootKey'
  | 'grant';

function createEdits({ directory, apply }: DirectoryApiParts): Pick<DirectoryApi, EditName> {
  const editOf = ({ dnsName }: DomainState, edit: DirectoryEdit): void =>
    apply({ kind: 'directory-edit', domain: dnsName, edit });

  function changeMember(kind: 'add-member' | 'remove-member', name: string, member: string): void {
    const { domain, thing } = findGroupNamed(directory.domains(), name);
    editOf(domain, { kind, group: thing.name, member });
  }

  return {
    createAccount(account, options = {}) {
      checkText('account', account);
      checkRecord(`account ${account}`, options);
      const { domain: prefix, name } = parseAccountName(account);
      const domain = chooseDomain(directory.domains(), `account ${account}`, prefix);
      editOf(domain, { ...options, kind: 'create-account', account: name });
    },
    removeAccount(account) {
      const { domain, thing } = findAccountNamed(directory.domains(), account);
      editOf(domain, { kind: 'remove-account', account: thing.name });
    },
    allowRetrieval(account, retrievableBy) {
      const { domain, thing } = findAccountNamed(directory.domains(), account);
      editOf(domain, { kind: 'allow-retrieval', account: thing.name, retrievableBy });
    },
    addMember: (group, member) => changeMember('add-member', group, member),
    removeMember: (group, member) => changeMember('remove-member', group, member),
    addRootKey(options = {}) {
      checkOptions<RootKeyOptions>('root key', options, {
        domain: 'text',
        effectiveImmediately: 'flag',
      });
      const { domain: prefix, ...rest } = options;
      const domains = directory.domains();
      const roots = domains.filter(({ dnsName, forest }) => dnsName === forest);
      const domain = chooseDomain(prefix === undefined ? roots : domains, 'the root key', prefix);
      editOf(domain, { ...rest, kind: 'add-root-key' });
    },
    grant(server, grants) {
      checkText('server', server);
      const found = findServers(directory.domains(), server);
      const { domain, thing } = takeOne(
        `server ${server}`,
        found.map((one) => ({ domain: one.domain, thing: one.server })),
      );
      editOf(domain, { kind: 'grant', server: thing.name, grants });
    },
  };
}

function createQueries({
  directory,
  store,
  now,
  isDown,
}: DirectoryApiParts): Omit<DirectoryApi, EditName> {
  function mayRetrieve(node: string, account: string): PasswordAnswer {
    checkText('node', node);
    const { id: nodeId } = resolveReference(store, 'node', node);
    if (isDown(nodeId)) {
      throw new SwarmSimError('failed-precondition', `the host of node ${node} is down`);
    }
    const own = directory.host(nodeId)?.domain;
    const { domain, thing } = findAccountNamed(directory.domains(), account, own);
    return directory.retrievePassword({ nodeId, domain: domain.dnsName, account: thing.name });
  }

  return {
    domains: () =>
      directory.domains().map(({ users, ...domain }) => {
        return { ...domain, users: users.map(({ name }) => name) };
      }),
    mayRetrieve,
    testServiceAccount: (node, account) => mayRetrieve(node, account).kind === 'retrieved',
    passwordOf(account) {
      const { domain, thing } = findAccountNamed(directory.domains(), account);
      if (thing.createdAt > now()) {
        throw new SwarmSimError('failed-precondition', `account ${account} is not created yet`);
      }
      if (hasRootKey(domain.rootKeysWorkAt, now())) return decidePassword(thing, now());
      const message = `account ${account} has no password: no KDS root key works`;
      throw new SwarmSimError('failed-precondition', message);
    },
  };
}
