/** What the model says of an edit of Active Directory. */
import type { Operation } from '@swarmsim/core';
import { done, refused, type Expectation } from './expectation.ts';
import type { SwarmModel } from './swarm-model.ts';

/** Predicts what comes of an edit. */
export function expectDirectoryEdit(
  { directory }: SwarmModel,
  { domain, edit }: Operation<'directory-edit'>,
): Expectation {
  if (domain !== directory.domain) return missing(`there is no domain '${domain}'`);
  const isAccount = (name: string): boolean => directory.accounts.has(name);
  const isPrincipal = (name: string): boolean =>
    isAccount(name) || name === directory.group || directory.hosts.has(name);
  const lacks = (what: string, name: string): Expectation =>
    missing(`domain ${domain} has no ${what} '${name}'`);
  switch (edit.kind) {
    case 'create-account':
      if (!isAccount(edit.account)) return done;
      return refused(
        'already-exists',
        `domain ${domain} has an account '${edit.account}$' already`,
      );
    case 'remove-account':
    case 'allow-retrieval': {
      if (!isAccount(edit.account)) return lacks('account', edit.account);
      const wanted = edit.kind === 'allow-retrieval' ? edit.retrievableBy : [];
      const unknown = wanted.find((name) => !isPrincipal(name));
      if (unknown !== undefined) return lacks('host, group, account or user', unknown);
      return done;
    }
    case 'add-member':
    case 'remove-member':
      if (edit.group !== directory.group) return lacks('group', edit.group);
      if (!isPrincipal(edit.member)) return lacks('host, group, account or user', edit.member);
      return done;
    case 'grant': {
      if (edit.server !== directory.server) return lacks('server', edit.server);
      const unknown = edit.grants.find((name) => !isPrincipal(name));
      if (unknown !== undefined) return lacks('host, group, account or user', unknown);
      return done;
    }
    case 'add-root-key':
      return done;
  }
}

function missing(text: string): Expectation {
  return refused('not-found', text);
}
