import type {
  AccountOptions,
  ControllerOptions,
  DirectoryEdit,
  DomainOptions,
  GroupOptions,
  KdsRootKeyOptions,
  ServerOptions,
  UserOptions,
} from '@swarmsim/core';
import {
  either,
  flag,
  map,
  number,
  oneOf,
  record,
  text,
  texts,
  type FieldsOf,
  type Shape,
} from './shape.ts';

const accountFields: FieldsOf<AccountOptions> = {
  retrievableBy: texts,
  passwordIntervalDays: number,
  createdAt: number,
  servicePrincipalNames: texts,
};

const domain = record<DomainOptions>({
  forest: text,
  netBiosName: text,
  sid: text,
  guid: text,
  controllers: map(record<ControllerOptions>({ site: text, reachableFrom: texts })),
  kdsRootKey: either(
    '"none" or { createdAt }',
    oneOf('none'),
    record<KdsRootKeyOptions>({ createdAt: number }, 'createdAt'),
  ),
  computers: texts,
  groups: map(record<GroupOptions>({ members: texts }, 'members')),
  accounts: map(record<AccountOptions>(accountFields)),
  users: map(record<UserOptions>({ password: text }, 'password')),
  servers: map(
    record<ServerOptions>(
      { kind: oneOf('sql-server', 'file-share'), grants: texts },
      'kind',
      'grants',
    ),
  ),
});

export const directoryShape: Shape = map(domain);

type EditOf<Kind extends DirectoryEdit['kind']> = Extract<DirectoryEdit, { readonly kind: Kind }>;

const kind = text;
const edits: { readonly [Kind in DirectoryEdit['kind']]: Shape } = {
  'create-account': record<EditOf<'create-account'>>(
    { kind, account: text, ...accountFields },
    'account',
  ),
  'remove-account': record<EditOf<'remove-account'>>({ kind, account: text }, 'account'),
  'allow-retrieval': record<EditOf<'allow-retrieval'>>(
    { kind, account: text, retrievableBy: texts },
    'account',
    'retrievableBy',
  ),
  'add-member': record<EditOf<'add-member'>>(
    { kind, group: text, member: text },
    'group',
    'member',
  ),
  'remove-member': record<EditOf<'remove-member'>>(
    { kind, group: text, member: text },
    'group',
    'member',
  ),
  'add-root-key': record<EditOf<'add-root-key'>>({ kind, effectiveImmediately: flag }),
  grant: record<EditOf<'grant'>>({ kind, server: text, grants: texts }, 'server', 'grants'),
};

export const directoryEditShape: Shape = { kind: 'union', by: 'kind', cases: edits };
