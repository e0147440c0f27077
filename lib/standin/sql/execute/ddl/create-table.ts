import { oracleError, oracleErrorAt } from '../../../oracle-error.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { compileExpression } from '../../expressions/compile.ts';
import type { ColumnDefinition, CreateTable } from '../../syntax/ast-table.ts';
import type { SqlType } from '../../values/value.ts';
import { BlockScope } from '../block-scope.ts';
import { appendColumn, newTable } from '../new-table.ts';
import type { NewColumn } from '../new-table.ts';
import { compileQuery } from '../query.ts';
import type { QueryPlan } from '../query-plan.ts';
import { TableWriter } from '../table-writer.ts';
import { columnFiller } from '../insert.ts';
import { tableSource } from '../table-leaf.ts';
import { columnType, isLob } from './column-type.ts';
import { addConstraint } from './constraint-ddl.ts';
import { checkName, ownerOf, parsingOf, requireCreate, requireFreeName } from './ddl-context.ts';
import type { DdlContext } from './ddl-context.ts';
import { makePartitions, partitioningOf } from './partition-definition.ts';
import { makeSequence } from './sequence-ddl.ts';
import { addSupplementalLog } from './supplemental-log.ts';

const COLUMNS_MAX = 1000;

/** CREATE TABLE. Gives the rows that AS SELECT has put in. */
export function createTable(context: DdlContext, node: CreateTable): number {
  const owner = ownerOf(context, node.name);
  requireCreate(context, owner, 'TABLE', node.offset);
  requireFreeName(context, owner, node.name.name);
  const plan = node.query === null ? null : compileQuery(node.query, parsingOf(context.session), null);
  const { partitioning } = node;
  const tablespace = tablespaceOf(context, node, owner);
  const table = newTable(context.database, {
    owner,
    name: node.name.name.text,
    tablespace,
    columns: [],
    organization: node.organization.kind === 'index' ? 'index' : 'heap',
    external: node.organization.kind === 'external',
    temporary: temporaryOf(node),
    partitioning: partitioning === null ? null : partitioningOf(partitioning, context),
    logging: node.physical.logging ?? true,
    rowMovement: node.rowMovement ?? false,
    compression:
      node.physical.compression === null || node.physical.compression.startsWith('NO') ? 'DISABLED' : 'ENABLED',
    readOnly: node.readOnly ?? false,
  });
  addColumns(context, table, node, plan);
  if (table.columns.length > COLUMNS_MAX) throw oracleErrorAt(node.offset, 1792);
  for (const lobs of node.lobs) nameLobSegments(table, lobs);
  if (partitioning !== null) makePartitions(context, table, partitioning);
  addConstraints(context, table, node);
  if (table.organization === 'index' && !table.constraints.some((constraint) => constraint.type === 'P')) {
    throw oracleErrorAt(node.offset, 25175);
  }
  context.database.refreshIndexes(table, context.session);
  table.definitionScn = context.database.store.scn.next();
  for (const clause of node.supplementalLog) addSupplementalLog(context, table, clause);
  context.database.catalog.add(table);
  return plan === null ? 0 : fillFromQuery(context, table, plan);
}

function temporaryOf(node: CreateTable): Table['temporary'] {
  if (node.temporary === null) return 'no';
  return node.onCommit === 'preserve-rows' ? 'preserve rows' : 'delete rows';
}

function tablespaceOf(context: DdlContext, node: CreateTable, owner: string): string {
  const named = node.physical.tablespace;
  const name = named?.text ?? context.database.catalog.users.get(owner)?.defaultTablespace ?? 'USERS';
  if (!context.database.store.hasTablespace(name)) throw oracleErrorAt(named?.offset ?? node.offset, 959, name);
  return name;
}

function addColumns(context: DdlContext, table: Table, node: CreateTable, plan: QueryPlan | null): void {
  if (plan !== null) {
    const named = node.columns;
    if (named.length > 0 && named.length !== plan.columns.length) throw oracleErrorAt(node.offset, 1730);
    plan.columns.forEach((column, at) => {
      const definition = named[at];
      const name = definition?.name.text ?? column.name;
      if (definition === undefined && !/^[A-Z][A-Z0-9_$#]*$/.test(name)) throw oracleErrorAt(node.offset, 998);
      if (table.columns.some((other) => other.name === name)) throw oracleErrorAt(node.offset, 957);
      const type =
        definition === undefined || definition.type === null
          ? storable(column.type)
          : columnType(context, definition.type);
      appendColumn(table, { name, type, nullable: column.nullable || definition !== undefined });
    });
    for (const column of table.columns) if (isLob(column.type)) column.lob = defaultLob(table, column);
    return;
  }
  if (node.columns.length === 0) throw oracleErrorAt(node.offset, 904, '');
  for (const definition of node.columns) addColumn(context, table, definition);
}

/** The type a column made from a query gets: the literal NULL has none that could be stored. */
function storable(type: SqlType): SqlType {
  if ((type.kind === 'varchar2' || type.kind === 'char') && type.length === 0) throw oracleError(1723);
  return type;
}

/** Adds one column as defined; its constraints are added by the caller. */
export function addColumn(context: DdlContext, table: Table, definition: ColumnDefinition): Column {
  checkName(definition.name);
  const name = definition.name.text;
  if (table.columns.some((other) => other.name === name && !other.unused))
    throw oracleErrorAt(definition.name.offset, 957);
  const type = typeOf(context, table, definition);
  if (type.kind === 'long' || type.kind === 'long-raw') {
    if (table.columns.some((other) => other.type.kind === 'long' || other.type.kind === 'long-raw')) {
      throw oracleErrorAt(definition.offset, 1754);
    }
  }
  const identity = identityOf(context, table, definition);
  const column: NewColumn = {
    name,
    type,
    nullable: definition.identity === null,
    defaultText: identity?.defaultText ?? definition.virtual?.text ?? definition.default?.text ?? null,
    defaultOnNull: definition.default?.onNull === true || definition.identity?.generation === 'by-default-on-null',
    virtual: definition.virtual !== null,
    hidden: definition.invisible ?? false,
    identity: identity?.identity ?? null,
  };
  if (definition.default !== null) checkDefault(context, table, definition);
  const added = appendColumn(table, column);
  if (column.defaultOnNull === true) added.nullable = false;
  if (isLob(type)) added.lob = defaultLob(table, added);
  return added;
}

function typeOf(context: DdlContext, table: Table, definition: ColumnDefinition): SqlType {
  if (definition.virtual !== null) {
    const scope = new BlockScope(parsingOf(context.session), null);
    scope.sources.push(tableSource(table, table.name, scope));
    const computed = compileExpression(definition.virtual.expression, scope);
    return definition.type === null ? storable(computed.type) : columnType(context, definition.type);
  }
  if (definition.type === null) {
    if (definition.identity !== null) return { kind: 'number', precision: null, scale: 0 };
    throw oracleErrorAt(definition.offset, 2263);
  }
  return columnType(context, definition.type);
}

function checkDefault(context: DdlContext, _table: Table, definition: ColumnDefinition): void {
  if (definition.default === null) return;
  const scope = new BlockScope(parsingOf(context.session), null);
  scope.clause = 'dml';
  try {
    compileExpression(definition.default.expression, scope);
  } catch (error) {
    // A default cannot name a column.
    if (error instanceof Error && 'code' in error && error.code === 904)
      throw oracleErrorAt(definition.default.expression.offset, 984);
    throw error;
  }
}

function identityOf(
  context: DdlContext,
  table: Table,
  definition: ColumnDefinition,
): { readonly identity: NonNullable<Column['identity']>; readonly defaultText: string } | null {
  const { identity } = definition;
  if (identity === null) return null;
  if (table.columns.some((column) => column.identity !== null)) throw oracleErrorAt(definition.offset, 30669);
  const sequenceName = `ISEQ$$_${table.objectId}`;
  makeSequence(context, table.owner, sequenceName, identity.options, true);
  return {
    identity: { generation: identity.generation === 'always' ? 'ALWAYS' : 'BY DEFAULT', sequenceName },
    defaultText: `"${table.owner}"."${sequenceName}".nextval`,
  };
}

export function defaultLob(table: Table, column: Column): NonNullable<Column['lob']> {
  const number = String(table.objectId).padStart(10, '0');
  return {
    securefile: true,
    segmentName: `SYS_LOB${number}C${String(column.internalId).padStart(5, '0')}$$`,
    inRow: true,
  };
}

function nameLobSegments(table: Table, lobs: CreateTable['lobs'][number]): void {
  for (const name of lobs.columns) {
    const column = table.columns.find((candidate) => candidate.name === name.text);
    if (column === undefined || column.lob === null) throw oracleErrorAt(name.offset, 22853);
    column.lob = {
      segmentName: lobs.segment?.text ?? column.lob.segmentName,
      securefile: lobs.secureFile ?? column.lob.securefile,
      inRow: lobs.inRow ?? column.lob.inRow,
    };
  }
}

/** Keys before foreign keys, inline before out-of-line, as Oracle names them. */
function addConstraints(context: DdlContext, table: Table, node: CreateTable): void {
  const inline = node.columns.flatMap((definition) =>
    definition.constraints.map((constraint) => ({ ...constraint, columns: [definition.name] })),
  );
  const all = [...inline, ...node.constraints];
  for (const constraint of all.filter((one) => one.rule.kind !== 'foreign-key'))
    addConstraint(context, table, constraint);
  for (const constraint of all.filter((one) => one.rule.kind === 'foreign-key'))
    addConstraint(context, table, constraint);
}

function fillFromQuery(context: DdlContext, table: Table, plan: QueryPlan): number {
  const { session } = context;
  const parsing = parsingOf(session);
  const writer = new TableWriter(table, parsing);
  const places = table.columns.map((_, at) => at);
  const fill = columnFiller(plan.columns, writer, places, 0);
  const transaction = session.transactionForChange();
  transaction.command += 1;
  let count = 0;
  const next = plan.open(null);
  for (let row = next(); row !== null; row = next()) {
    fill(row);
    writer.insert(transaction);
    count += 1;
  }
  writer.endStatement(transaction);
  return count;
}
