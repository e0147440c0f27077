import { ADMINISTRATIVE_PRIVILEGES, SYSTEM_PRIVILEGES } from '../../../dictionary/system-privileges.ts';
import { oracleErrorAt } from '../../../oracle-error.ts';
import type { Name } from '../../syntax/ast.ts';
import type { Grant, GrantObject, GrantedPrivilege, Revoke } from '../../syntax/ast-ddl.ts';
import { resolveObject } from '../resolve-object.ts';
import { parsingOf } from './ddl-context.ts';
import type { DdlContext } from './ddl-context.ts';

const OBJECT_PRIVILEGES: Readonly<Record<string, readonly string[]>> = {
  TABLE: [
    'ALTER',
    'DELETE',
    'INDEX',
    'INSERT',
    'SELECT',
    'UPDATE',
    'REFERENCES',
    'READ',
    'ON COMMIT REFRESH',
    'QUERY REWRITE',
    'DEBUG',
    'FLASHBACK',
  ],
  VIEW: ['DELETE', 'INSERT', 'SELECT', 'UPDATE', 'REFERENCES', 'READ', 'DEBUG', 'FLASHBACK', 'UNDER', 'MERGE VIEW'],
  SEQUENCE: ['ALTER', 'SELECT', 'KEEP SEQUENCE'],
  PROCEDURE: ['EXECUTE', 'DEBUG'],
  FUNCTION: ['EXECUTE', 'DEBUG'],
  PACKAGE: ['EXECUTE', 'DEBUG'],
  TYPE: ['EXECUTE', 'DEBUG', 'UNDER'],
  DICTIONARY: ['SELECT', 'READ', 'FLASHBACK'],
};

export function grant(context: DdlContext, node: Grant): void {
  for (const name of node.to) requireGrantee(context, name);
  if (node.on === null) {
    grantSystem(context, node);
    return;
  }
  const { owner, object, kind } = objectOf(context, node.on);
  const { catalog } = context.database;
  const { user } = context.session;
  for (const privilege of node.privileges) {
    for (const verb of verbsOf(privilege, kind)) {
      requireMayGrant(context, owner, object, verb, node.on.name.offset);
      const columns = privilege.columns.length === 0 ? [null] : privilege.columns.map((column) => column.text);
      for (const name of node.to) {
        if (name.text === owner) continue;
        for (const column of columns) {
          catalog.grants.grantObject({
            grantee: name.text,
            owner,
            object,
            column,
            privilege: verb,
            grantor: user === 'SYS' || catalog.privileges.hasSystem(user, 'GRANT ANY OBJECT PRIVILEGE') ? owner : user,
            grantable: node.withGrant,
          });
        }
      }
    }
  }
}

function verbsOf(privilege: GrantedPrivilege, kind: string): readonly string[] {
  const allowed = OBJECT_PRIVILEGES[kind] ?? [];
  if (privilege.text === 'ALL' || privilege.text === 'ALL PRIVILEGES') return allowed.filter((verb) => verb !== 'READ');
  if (!allowed.includes(privilege.text))
    throw oracleErrorAt(privilege.offset, kind === 'SEQUENCE' || kind === 'VIEW' || kind === 'TABLE' ? 2204 : 990);
  return [privilege.text];
}

function objectOf(
  context: DdlContext,
  on: GrantObject,
): { readonly owner: string; readonly object: string; readonly kind: string } {
  if (on.kind !== 'object') throw oracleErrorAt(on.name.offset, 3001);
  const { session, database } = context;
  const schema = on.name.schema?.text ?? session.currentSchema;
  const name = on.name.name.text;
  const resolved = resolveObject(on.name, parsingOf(session));
  if (resolved?.kind === 'object')
    return { owner: resolved.object.owner, object: resolved.object.name, kind: resolved.object.kind };
  if (resolved?.kind === 'dictionary') return { owner: 'SYS', object: resolved.view.name, kind: 'DICTIONARY' };
  // Packages of SYS are known by the grants the database is born with.
  if (database.catalog.grants.objectGrantsOn('SYS', name).length > 0 && (schema === 'SYS' || on.name.schema === null)) {
    return { owner: 'SYS', object: name, kind: 'PACKAGE' };
  }
  throw oracleErrorAt(on.name.offset, 942);
}

function requireMayGrant(context: DdlContext, owner: string, object: string, verb: string, offset: number): void {
  const { catalog } = context.database;
  const { user } = context.session;
  if (owner === user || user === 'SYS') return;
  if (catalog.privileges.hasSystem(user, 'GRANT ANY OBJECT PRIVILEGE') && owner !== 'SYS') return;
  if (catalog.privileges.hasObjectWithGrantOption(user, owner, object, verb)) return;
  // DBA may hand out what SYS owns: SYSTEM does so in every setup script.
  if (owner === 'SYS' && catalog.privileges.hasRole(user, 'DBA')) return;
  throw oracleErrorAt(offset, catalog.privileges.hasAnyObject(user, owner, object) ? 1031 : 942);
}

function requireGrantee(context: DdlContext, name: Name): void {
  const { catalog } = context.database;
  if (name.text === 'PUBLIC' || catalog.users.has(name.text) || catalog.roles.has(name.text)) return;
  throw oracleErrorAt(name.offset, 1917, name.text);
}

function grantSystem(context: DdlContext, node: Grant): void {
  const { catalog } = context.database;
  const { user } = context.session;
  for (const privilege of node.privileges) {
    const { text } = privilege;
    const isRole = catalog.roles.has(text);
    const all = text === 'ALL PRIVILEGES' || text === 'ALL';
    if (!isRole && !all && !SYSTEM_PRIVILEGES.has(text) && !ADMINISTRATIVE_PRIVILEGES.has(text)) {
      throw oracleErrorAt(privilege.offset, text.includes(' ') ? 990 : 1919, text);
    }
    if (isRole) requireRoleAdmin(context, text, privilege.offset);
    else if (
      !catalog.privileges.hasSystem(user, 'GRANT ANY PRIVILEGE') &&
      !catalog.privileges.hasSystemWithAdmin(user, text)
    ) {
      throw oracleErrorAt(privilege.offset, 1031);
    }
    for (const { text: grantee } of node.to) {
      if (isRole) catalog.grants.grantRole({ grantee, role: text, adminOption: node.withAdmin, defaultRole: true });
      else {
        for (const each of all ? SYSTEM_PRIVILEGES : [text]) {
          catalog.grants.grantSystem({ grantee, privilege: each, adminOption: node.withAdmin });
        }
      }
    }
  }
}

function requireRoleAdmin(context: DdlContext, role: string, offset: number): void {
  const { catalog } = context.database;
  const { user } = context.session;
  if (catalog.privileges.hasSystem(user, 'GRANT ANY ROLE')) return;
  for (const grant of catalog.grants.rolesOf(user)) if (grant.role === role && grant.adminOption) return;
  throw oracleErrorAt(offset, 1932, role);
}

export function revoke(context: DdlContext, node: Revoke): void {
  const { catalog } = context.database;
  if (node.on === null) {
    for (const { text, offset } of node.privileges) {
      for (const name of node.from) {
        if (catalog.roles.has(text)) {
          requireRoleAdmin(context, text, offset);
          if (!catalog.grants.revokeRole(name.text, text)) throw oracleErrorAt(offset, 1951, text, name.text);
        } else {
          if (!catalog.privileges.hasSystem(context.session.user, 'GRANT ANY PRIVILEGE'))
            throw oracleErrorAt(offset, 1031);
          if (!catalog.grants.revokeSystem(name.text, text)) throw oracleErrorAt(offset, 1952, name.text);
        }
      }
    }
    return;
  }
  const { owner, object, kind } = objectOf(context, node.on);
  for (const privilege of node.privileges) {
    const all = privilege.text.startsWith('ALL');
    for (const verb of verbsOf(privilege, kind)) {
      requireMayGrant(context, owner, object, verb, privilege.offset);
      for (const name of node.from) {
        if (!catalog.grants.revokeObject(name.text, owner, object, verb) && !all)
          throw oracleErrorAt(privilege.offset, 1927);
      }
    }
  }
}
