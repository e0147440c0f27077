import { oracleErrorAt } from '../../../oracle-error.ts';
import type { User } from '../../catalog/user.ts';
import type {
  AlterUser,
  CreateRole,
  CreateTablespace,
  CreateUser,
  DropUser,
  UserOptions,
} from '../../syntax/ast-ddl.ts';
import { checkName } from './ddl-context.ts';
import type { DdlContext } from './ddl-context.ts';
import { removeTable } from './drop-table.ts';

export function createUser(context: DdlContext, node: CreateUser): void {
  const { catalog, clock } = context.database;
  requireSystem(context, 'CREATE USER', node.offset);
  checkName(node.name);
  const name = node.name.text;
  if (catalog.users.has(name) || catalog.roles.has(name)) throw oracleErrorAt(node.name.offset, 1920, name);
  const user: User = {
    name,
    userId: 100 + catalog.users.size,
    password: node.password,
    accountStatus: 'OPEN',
    defaultTablespace: 'USERS',
    temporaryTablespace: 'TEMP',
    profile: 'DEFAULT',
    createdAtMs: clock.nowMs(),
    oracleMaintained: false,
    quotas: new Map(),
  };
  apply(context, user, node.options);
  catalog.users.set(name, user);
  catalog.changed();
}

function apply(context: DdlContext, user: User, options: UserOptions): void {
  const { defaultTablespace, temporaryTablespace } = options;
  if (defaultTablespace !== null) {
    if (!context.database.store.hasTablespace(defaultTablespace.text))
      throw oracleErrorAt(defaultTablespace.offset, 959, defaultTablespace.text);
    user.defaultTablespace = defaultTablespace.text;
  }
  if (temporaryTablespace !== null) user.temporaryTablespace = temporaryTablespace.text;
  if (options.profile !== null) user.profile = options.profile.text;
  for (const quota of options.quotas)
    user.quotas.set(quota.tablespace.text, quota.bytes === 'unlimited' ? 'UNLIMITED' : quota.bytes);
  if (options.accountLocked !== null) user.accountStatus = options.accountLocked ? 'LOCKED' : 'OPEN';
  if (options.passwordExpire) user.accountStatus = user.accountStatus === 'LOCKED' ? 'EXPIRED & LOCKED' : 'EXPIRED';
}

export function alterUser(context: DdlContext, node: AlterUser): void {
  const { catalog } = context.database;
  const user = catalog.users.get(node.name.text);
  if (user === undefined) throw oracleErrorAt(node.name.offset, 1918, node.name.text);
  if (user.name !== context.session.user) requireSystem(context, 'ALTER USER', node.offset);
  if (node.password !== null) {
    user.password = node.password;
    if (user.accountStatus === 'EXPIRED') user.accountStatus = 'OPEN';
  }
  apply(context, user, node.options);
  catalog.changed();
}

export function dropUser(context: DdlContext, node: DropUser): void {
  const { catalog } = context.database;
  requireSystem(context, 'DROP USER', node.offset);
  const name = node.name.text;
  if (!catalog.users.has(name)) throw oracleErrorAt(node.name.offset, 1918, name);
  for (const session of context.database.sessions) {
    if (session.user === name) throw oracleErrorAt(node.offset, 1940);
  }
  const owned = [...catalog.objects()].filter((object) => object.owner === name);
  if (owned.length > 0 && !node.cascade) throw oracleErrorAt(node.offset, 1922, name);
  for (const object of owned) {
    if (object.kind === 'TABLE') removeTable(context, object);
    else catalog.remove(object);
  }
  catalog.grants.forgetGrantee(name);
  catalog.users.delete(name);
  catalog.changed();
}

export function createRole(context: DdlContext, node: CreateRole): void {
  const { catalog } = context.database;
  requireSystem(context, 'CREATE ROLE', node.offset);
  const name = node.name.text;
  if (catalog.users.has(name) || catalog.roles.has(name)) throw oracleErrorAt(node.name.offset, 1921, name);
  catalog.roles.set(name, { name, roleId: 100 + catalog.roles.size, oracleMaintained: false });
  catalog.grants.grantRole({ grantee: context.session.user, role: name, adminOption: true, defaultRole: true });
}

export function createTablespace(context: DdlContext, node: CreateTablespace): void {
  requireSystem(context, 'CREATE TABLESPACE', node.offset);
  if (context.database.store.hasTablespace(node.name.text)) throw oracleErrorAt(node.name.offset, 1543, node.name.text);
  context.database.store.addTablespace(node.name.text);
}

function requireSystem(context: DdlContext, privilege: string, offset: number): void {
  if (!context.database.catalog.privileges.hasSystem(context.session.user, privilege))
    throw oracleErrorAt(offset, 1031);
}
