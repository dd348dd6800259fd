/** Checks edits before anything is looked up: they are plain data, and may come from anywhere. */
import {
  checkOneOf,
  checkOptions,
  checkRecord,
  checkText,
  type OptionTable,
} from '../options/check-options.ts';
import { checkAccountOptions } from './check-domain-options.ts';
import { checkNames } from './check-names.ts';
import type { AccountOptions, DirectoryEdit } from './directory-options.ts';

type EditKind = DirectoryEdit['kind'];
type EditOf<Kind extends EditKind> = Extract<DirectoryEdit, { readonly kind: Kind }>;

const member = { kind: 'text', group: 'text', member: 'text' } as const;
const editTables: { readonly [Kind in EditKind]: OptionTable<EditOf<Kind>> } = {
  'create-account': {
    kind: 'text',
    account: 'text',
    retrievableBy: 'list',
    passwordIntervalDays: 'any',
    createdAt: 'any',
    servicePrincipalNames: 'list',
  },
  'remove-account': { kind: 'text', account: 'text' },
  'allow-retrieval': { kind: 'text', account: 'text', retrievableBy: 'list' },
  'add-member': member,
  'remove-member': member,
  'add-root-key': { kind: 'text', effectiveImmediately: 'flag' },
  grant: { kind: 'text', server: 'text', grants: 'list' },
};

/** Checks an edit. @throws SwarmSimError `invalid-argument`. */
export function checkEdit(edit: DirectoryEdit): void {
  const given: unknown = edit;
  checkRecord('directory edit', given);
  const kind = String(given['kind']);
  checkOneOf(kind, Object.keys(editTables), (unknown) => `unknown directory edit '${unknown}'`);
  checkOptions<object>(kind, edit, editTables[kind as EditKind]);
  switch (edit.kind) {
    case 'create-account': {
      const { account, ...options } = withoutKind(edit);
      return checkAccountOptions('directory', account, options);
    }
    case 'remove-account':
      return checkText(`${kind}: account`, edit.account);
    case 'allow-retrieval':
      checkText(`${kind}: account`, edit.account);
      return checkNames(`${kind}: retrievableBy`, edit.retrievableBy);
    case 'add-member':
    case 'remove-member':
      checkText(`${kind}: group`, edit.group);
      return checkText(`${kind}: member`, edit.member);
    case 'grant':
      checkText(`${kind}: server`, edit.server);
      return checkNames(`${kind}: grants`, edit.grants);
    case 'add-root-key':
      return undefined;
  }
}

function withoutKind({
  kind: _kind,
  ...rest
}: EditOf<'create-account'>): { readonly account: string } & AccountOptions {
  return rest;
}
