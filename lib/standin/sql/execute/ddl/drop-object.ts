import { oracleErrorAt } from '../../../oracle-error.ts';
import type { DropObject } from '../../syntax/ast-ddl.ts';
import { requireOnObject } from './ddl-context.ts';
import type { DdlContext } from './ddl-context.ts';
import { removeTable } from './drop-table.ts';
import { dropIndex } from './index-ddl.ts';

/** DROP of everything but tables and users. */
export function dropObject(context: DdlContext, node: DropObject): void {
  const { catalog } = context.database;
  const owner =
    node.objectKind === 'PUBLIC SYNONYM' ? 'PUBLIC' : (node.name.schema?.text ?? context.session.currentSchema);
  const name = node.name.name.text;
  switch (node.objectKind) {
    case 'INDEX':
      if (node.ifExists && catalog.index(owner, name) === undefined) return;
      {
        dropIndex(context, owner, name, node.name.offset);
        return;
      }
    case 'ROLE': {
      dropRole(context, name, node.name.offset);
      return;
    }
    case 'TRIGGER': {
      const trigger = catalog.trigger(owner, name);
      if (trigger === undefined) throw oracleErrorAt(node.name.offset, 4080, name);
      requireOnObject(context, trigger, 'DROP ANY TRIGGER', node.offset);
      catalog.remove(trigger);
      return;
    }
    case 'PACKAGE BODY':
    case 'TYPE BODY': {
      const body = catalog.body(owner, name);
      if (body === undefined) throw oracleErrorAt(node.name.offset, 4043, name);
      catalog.remove(body);
      return;
    }
    case 'MATERIALIZED VIEW': {
      const table = catalog.table(owner, name);
      if (table === undefined || table.materializedView === null)
        throw oracleErrorAt(node.name.offset, 12003, `"${owner}"."${name}"`);
      removeTable(context, table);
      return;
    }
    case 'VIEW':
    case 'SEQUENCE':
    case 'SYNONYM':
    case 'PUBLIC SYNONYM':
    case 'PROCEDURE':
    case 'FUNCTION':
    case 'PACKAGE':
    case 'TYPE': {
      dropNamed(context, node, owner, name);
      return;
    }
    default:
      throw oracleErrorAt(node.offset, 3001);
  }
}

function dropNamed(context: DdlContext, node: DropObject, owner: string, name: string): void {
  const { catalog } = context.database;
  const kind = node.objectKind === 'PUBLIC SYNONYM' ? 'SYNONYM' : node.objectKind;
  const object = catalog.find(owner, name);
  if (object?.kind !== kind) {
    if (node.ifExists) return;
    throw missing(node, name);
  }
  const privilege =
    kind === 'SYNONYM' && owner === 'PUBLIC'
      ? 'DROP PUBLIC SYNONYM'
      : `DROP ANY ${kind === 'FUNCTION' || kind === 'PACKAGE' ? 'PROCEDURE' : kind}`;
  requireOnObject(context, object, privilege, node.name.offset);
  const body = kind === 'PACKAGE' || kind === 'TYPE' ? catalog.body(owner, name) : undefined;
  if (body !== undefined) catalog.remove(body);
  catalog.grants.forgetObject(owner, name);
  catalog.remove(object);
}

function missing(node: DropObject, name: string): Error {
  const { offset } = node.name;
  switch (node.objectKind) {
    case 'VIEW':
      return oracleErrorAt(offset, 942);
    case 'SEQUENCE':
      return oracleErrorAt(offset, 2289);
    case 'SYNONYM':
      return oracleErrorAt(offset, 1434);
    case 'PUBLIC SYNONYM':
      return oracleErrorAt(offset, 1432);
    default:
      return oracleErrorAt(offset, 4043, name);
  }
}

function dropRole(context: DdlContext, name: string, offset: number): void {
  const { catalog } = context.database;
  if (!catalog.roles.has(name)) throw oracleErrorAt(offset, 1919, name);
  if (!catalog.privileges.hasSystem(context.session.user, 'DROP ANY ROLE')) throw oracleErrorAt(offset, 1031);
  catalog.roles.delete(name);
  catalog.grants.forgetGrantee(name);
  for (const grant of [...catalog.grants.roleGrants()])
    if (grant.role === name) catalog.grants.revokeRole(grant.grantee, name);
}
