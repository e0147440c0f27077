import { oracleError, oracleErrorAt } from '../../../oracle-error.ts';
import type { Table } from '../../catalog/table.ts';
import type { Database } from '../../database.ts';
import type { SqlSession } from '../../session.ts';
import type { Name, ObjectName } from '../../syntax/ast.ts';
import { resolveObject } from '../resolve-object.ts';
import { StatementEnvironment } from '../statement-environment.ts';
import { StatementState } from '../statement-state.ts';
import type { Parsing } from '../statement-state.ts';

/** One DDL statement in work. */
export interface DdlContext {
  readonly session: SqlSession;
  readonly database: Database;
  readonly text: string;
}

const NAME_BYTES_MAX = 128;

export function parsingOf(session: SqlSession): Parsing {
  const state = new StatementState(session, new StatementEnvironment(session), []);
  state.begin(session.readView(false), new StatementEnvironment(session));
  return { state, user: session.user, schema: session.currentSchema, snapshot: null, commonTables: [] };
}

/** The schema an unqualified name is made in. */
export function ownerOf(context: DdlContext, name: ObjectName): string {
  const owner = name.schema?.text ?? context.session.currentSchema;
  if (!context.database.catalog.users.has(owner)) throw oracleErrorAt(name.offset, 1918, owner);
  return owner;
}

export function checkName(name: Name): void {
  if (Buffer.byteLength(name.text) > NAME_BYTES_MAX) throw oracleErrorAt(name.offset, 972);
}

/** CREATE X in one's own schema needs the privilege, in another's CREATE ANY X. */
export function requireCreate(context: DdlContext, owner: string, kind: string, offset: number): void {
  const { user } = context.session;
  const { privileges } = context.database.catalog;
  const wanted = owner === user ? [`CREATE ${kind}`, `CREATE ANY ${kind}`] : [`CREATE ANY ${kind}`];
  if (!wanted.some((privilege) => privileges.hasSystem(user, privilege))) throw oracleErrorAt(offset, 1031);
}

/** ALTER, DROP and the like on another's object need the ANY privilege (or ALTER on the table). */
export function requireOnObject(
  context: DdlContext,
  object: { readonly owner: string; readonly name: string },
  systemPrivilege: string,
  offset: number,
  objectPrivilege?: string,
): void {
  const { user } = context.session;
  if (object.owner === user || user === 'SYS') return;
  const { privileges } = context.database.catalog;
  if (object.owner !== 'SYS' && privileges.hasSystem(user, systemPrivilege)) return;
  if (objectPrivilege !== undefined && privileges.hasObject(user, object.owner, object.name, objectPrivilege)) return;
  throw oracleErrorAt(offset, privileges.hasAnyObject(user, object.owner, object.name) ? 1031 : 942);
}

/** The table of an ALTER, TRUNCATE, COMMENT...: own or qualified, never through a public synonym of someone else's view. */
export function tableNamed(context: DdlContext, name: ObjectName): Table {
  const resolved = resolveObject(name, parsingOf(context.session));
  if (resolved?.kind !== 'object' || resolved.object.kind !== 'TABLE') throw oracleErrorAt(name.offset, 942);
  return resolved.object;
}

/** DDL needs the table for itself: ORA-00054 while another transaction has changed it. */
export function requireQuiet(context: DdlContext, table: Table): void {
  for (const transaction of context.database.store.open) {
    if (transaction === context.session.transaction) continue;
    const busy =
      transaction.tableLocks.has(table.objectId) ||
      transaction.undo.some((record) => record.block.segment.indexes === context.database.knownIndexes(table));
    if (busy) throw oracleError(54);
  }
}

/** Compiled statements look at the version, readers of the past at the SCN. */
export function structureChanged(context: DdlContext, table: Table): void {
  table.version += 1;
  table.lastDdlAtMs = context.database.clock.nowMs();
  table.definitionScn = context.database.store.scn.next();
  context.database.catalog.changed();
}

/** DDL that leaves rows and columns as they are. */
export function touched(context: DdlContext, table: Table): void {
  table.version += 1;
  table.lastDdlAtMs = context.database.clock.nowMs();
  context.database.catalog.changed();
}

export function newObject(context: DdlContext): {
  readonly objectId: number;
  readonly createdAtMs: number;
  lastDdlAtMs: number;
  status: 'VALID' | 'INVALID';
  readonly generated: boolean;
} {
  const now = context.database.clock.nowMs();
  return {
    objectId: context.database.catalog.nextObjectId(),
    createdAtMs: now,
    lastDdlAtMs: now,
    status: 'VALID',
    generated: false,
  };
}

/** ORA-00955 when a table, view, sequence, synonym or program of the schema has the name. */
export function requireFreeName(context: DdlContext, owner: string, name: Name): void {
  checkName(name);
  if (context.database.catalog.find(owner, name.text) !== undefined) throw oracleErrorAt(name.offset, 955);
}
