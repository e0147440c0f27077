import { OracleError, oracleErrorAt } from '../../../oracle-error.ts';
import type { Trigger } from '../../catalog/stored-text.ts';
import type { View } from '../../catalog/view.ts';
import type {
  CommentOn,
  CreateMaterializedView,
  CreateProgram,
  CreateSynonym,
  CreateView,
  RenameObject,
} from '../../syntax/ast-ddl.ts';
import { columnFiller } from '../insert.ts';
import { appendColumn, newTable } from '../new-table.ts';
import { compileQuery } from '../query.ts';
import { resolveObject } from '../resolve-object.ts';
import { TableWriter } from '../table-writer.ts';
import { columnNamed } from './constraint-ddl.ts';
import {
  checkName,
  newObject,
  ownerOf,
  parsingOf,
  requireCreate,
  requireFreeName,
  requireOnObject,
  tableNamed,
} from './ddl-context.ts';
import type { DdlContext } from './ddl-context.ts';

export function createView(context: DdlContext, node: CreateView): void {
  const { catalog } = context.database;
  const owner = ownerOf(context, node.name);
  requireCreate(context, owner, 'VIEW', node.offset);
  checkName(node.name.name);
  const name = node.name.name.text;
  const before = catalog.find(owner, name);
  if (before !== undefined && (before.kind !== 'VIEW' || !node.orReplace))
    throw oracleErrorAt(node.name.name.offset, 955);
  const columns = viewColumns(context, node, owner);
  const view: View = {
    kind: 'VIEW',
    owner,
    name,
    ...newObject(context),
    ...(before === undefined ? {} : { objectId: before.objectId, createdAtMs: before.createdAtMs }),
    status: columns === null ? 'INVALID' : 'VALID',
    text: node.text,
    columns: columns ?? [],
    readOnly: node.restriction?.kind === 'read-only',
    checkOption: node.restriction?.kind === 'check-option',
    comment: null,
  };
  catalog.add(view);
}

/** Null when the query does not compile and FORCE was said. */
function viewColumns(context: DdlContext, node: CreateView, owner: string): View['columns'] | null {
  try {
    const plan = compileQuery(node.query, { ...parsingOf(context.session), user: owner, schema: owner }, null);
    if (node.columns.length > 0 && node.columns.length !== plan.columns.length) throw oracleErrorAt(node.offset, 1730);
    return plan.columns.map((column, at) => {
      const name = node.columns[at]?.text ?? column.name;
      if (node.columns[at] === undefined && !/^[^"]{1,128}$/.test(name)) throw oracleErrorAt(node.offset, 998);
      if (node.columns[at] === undefined && /[()+*/|,']/.test(name)) throw oracleErrorAt(node.offset, 998);
      return { name, type: column.type, nullable: column.nullable, comment: null };
    });
  } catch (error) {
    if (node.force && error instanceof OracleError) return null;
    throw error;
  }
}

export function createSynonym(context: DdlContext, node: CreateSynonym): void {
  const { catalog } = context.database;
  const owner = node.public ? 'PUBLIC' : ownerOf(context, node.name);
  if (node.public) {
    if (!catalog.privileges.hasSystem(context.session.user, 'CREATE PUBLIC SYNONYM'))
      throw oracleErrorAt(node.offset, 1031);
  } else requireCreate(context, owner, 'SYNONYM', node.offset);
  checkName(node.name.name);
  const before = catalog.find(owner, node.name.name.text);
  if (before !== undefined && (before.kind !== 'SYNONYM' || !node.orReplace))
    throw oracleErrorAt(node.name.name.offset, 955);
  catalog.add({
    kind: 'SYNONYM',
    owner,
    name: node.name.name.text,
    ...newObject(context),
    targetOwner: node.target.schema?.text ?? context.session.currentSchema,
    targetName: node.target.name.text,
    databaseLink: node.target.link?.text ?? null,
  });
}

export function comment(context: DdlContext, node: CommentOn): void {
  const resolved = resolveObject(node.name, parsingOf(context.session));
  if (resolved?.kind !== 'object') throw oracleErrorAt(node.name.offset, 942);
  const { object } = resolved;
  if (object.kind !== 'TABLE' && object.kind !== 'VIEW') throw oracleErrorAt(node.name.offset, 942);
  requireOnObject(context, object, 'COMMENT ANY TABLE', node.name.offset, 'ALTER');
  const text = node.text === '' ? null : node.text;
  if (node.column === null) object.comment = text;
  else if (object.kind === 'TABLE') columnNamed(object, node.column).comment = text;
  else {
    const column = object.columns.find((candidate) => candidate.name === node.column?.text);
    if (column === undefined) throw oracleErrorAt(node.column.offset, 904, `"${node.column.text}"`);
    column.comment = text;
  }
  context.database.catalog.changed();
}

export function renameObject(context: DdlContext, node: RenameObject): void {
  const { catalog } = context.database;
  const owner = context.session.currentSchema;
  const object = catalog.find(owner, node.from.text);
  if (object === undefined) throw oracleErrorAt(node.from.offset, 4043, node.from.text);
  requireFreeName(context, owner, node.to);
  renameInCatalog(context, object, node.to.text);
}

/** Moves an object to another name; indexes, triggers and grants of a table follow. */
export function renameInCatalog(
  context: DdlContext,
  object: NonNullable<ReturnType<DdlContext['database']['catalog']['find']>>,
  to: string,
): void {
  const { catalog } = context.database;
  const { name: from, owner } = object;
  catalog.remove(object);
  object.name = to;
  catalog.add(object);
  object.lastDdlAtMs = context.database.clock.nowMs();
  const grants = [...catalog.grants.objectGrantsOn(owner, from)];
  catalog.grants.forgetObject(owner, from);
  for (const grant of grants) catalog.grants.grantObject({ ...grant, object: to });
  if (object.kind !== 'TABLE') return;
  object.version += 1;
  for (const index of object.indexes) index.tableName = to;
  object.constraints.forEach((constraint, at) => {
    object.constraints[at] = { ...constraint, table: to };
  });
  for (const table of catalog.tables()) {
    table.constraints.forEach((constraint, at) => {
      const target = constraint.references;
      if (target?.owner === owner && target.table === from) {
        table.constraints[at] = { ...constraint, references: { ...target, table: to } };
      }
    });
  }
}

export function createProgram(context: DdlContext, node: CreateProgram): void {
  const { catalog } = context.database;
  const owner = ownerOf(context, node.name);
  const kind = node.programKind;
  requireCreate(
    context,
    owner,
    kind === 'TRIGGER' ? 'TRIGGER' : kind.startsWith('TYPE') ? 'TYPE' : 'PROCEDURE',
    node.offset,
  );
  checkName(node.name.name);
  const name = node.name.name.text;
  if (kind === 'TRIGGER') {
    createTrigger(context, node, owner);
    return;
  }
  const before = kind.endsWith('BODY') ? catalog.body(owner, name) : catalog.find(owner, name);
  if (before !== undefined && (!node.orReplace || before.kind !== kind))
    throw oracleErrorAt(node.name.name.offset, 955);
  catalog.add({ kind, owner, name, ...newObject(context), text: node.text });
}

function createTrigger(context: DdlContext, node: CreateProgram, owner: string): void {
  const { catalog } = context.database;
  const { trigger: header } = node;
  if (header === null || header.table === null) throw oracleErrorAt(node.offset, 3001);
  const table = tableNamed(context, header.table);
  const before = catalog.trigger(owner, node.name.name.text);
  if (before !== undefined && !node.orReplace) throw oracleErrorAt(node.name.name.offset, 4081, node.name.name.text);
  const trigger: Trigger = {
    kind: 'TRIGGER',
    owner,
    name: node.name.name.text,
    ...newObject(context),
    text: node.text,
    triggerType: `${header.timing} ${header.forEachRow ? 'EACH ROW' : 'STATEMENT'}`,
    event: header.events.join(' OR '),
    tableOwner: table.owner,
    tableName: table.name,
    enabled: !header.disabled,
  };
  catalog.add(trigger);
}

/** A materialized view is a table with the rows its query had; it is refreshed by DBMS_MVIEW only in Oracle. */
export function createMaterializedView(context: DdlContext, node: CreateMaterializedView): void {
  if (node.log || node.query === null) return;
  const owner = ownerOf(context, node.name);
  requireCreate(context, owner, 'MATERIALIZED VIEW', node.offset);
  requireFreeName(context, owner, node.name.name);
  const plan = compileQuery(node.query, parsingOf(context.session), null);
  const table = newTable(context.database, {
    owner,
    name: node.name.name.text,
    tablespace: 'USERS',
    columns: [],
    materializedView: { queryText: node.text },
  });
  plan.columns.forEach((column, at) =>
    appendColumn(table, { name: node.columns[at]?.text ?? column.name, type: column.type, nullable: column.nullable }),
  );
  table.definitionScn = context.database.store.scn.next();
  context.database.catalog.add(table);
  const writer = new TableWriter(table, parsingOf(context.session));
  const fill = columnFiller(
    plan.columns,
    writer,
    table.columns.map((_, at) => at),
    0,
  );
  const transaction = context.session.transactionForChange();
  const next = plan.open(null);
  for (let row = next(); row !== null; row = next()) {
    fill(row);
    writer.insert(transaction);
  }
}
