import { oracleError, oracleErrorAt } from '../../../oracle-error.ts';
import type { Index, IndexColumn, IndexType } from '../../catalog/index-definition.ts';
import type { Table } from '../../catalog/table.ts';
import { compileExpression } from '../../expressions/compile.ts';
import type { AlterIndex, CreateIndex } from '../../syntax/ast-ddl.ts';
import { BlockScope } from '../block-scope.ts';
import { tableSource } from '../table-leaf.ts';
import { isKeyType } from './column-type.ts';
import { hasDuplicates } from './constraint-ddl.ts';
import { checkName, ownerOf, parsingOf, requireOnObject, requireQuiet, tableNamed, touched } from './ddl-context.ts';
import type { DdlContext } from './ddl-context.ts';

export interface NewIndex {
  readonly owner: string;
  readonly name: string;
  readonly unique: boolean;
  readonly columns: readonly IndexColumn[];
  readonly byConstraint: boolean;
  readonly generated: boolean;
  readonly type: IndexType;
  readonly tablespace: string;
  readonly partitioned?: Index['partitioned'];
  readonly visible?: boolean;
  readonly usable?: boolean;
  readonly compressed?: boolean;
}

/** Puts an index into the catalog and builds it. */
export function addIndex(context: DdlContext, table: Table, options: NewIndex): Index {
  const { catalog, clock } = context.database;
  const now = clock.nowMs();
  const objectId = catalog.nextObjectId();
  const index: Index = {
    kind: 'INDEX',
    owner: options.owner,
    name: options.name,
    objectId,
    dataObjectId: objectId,
    createdAtMs: now,
    lastDdlAtMs: now,
    status: 'VALID',
    generated: options.generated,
    tableOwner: table.owner,
    tableName: table.name,
    type: options.type,
    unique: options.unique,
    columns: [...options.columns],
    visible: options.visible ?? true,
    usable: options.usable ?? true,
    partitioned: options.partitioned ?? 'no',
    compression: options.compressed === true ? 'ENABLED' : 'DISABLED',
    tablespace: options.tablespace,
    byConstraint: options.byConstraint,
  };
  table.indexes.push(index);
  catalog.add(index);
  context.database.refreshIndexes(table, context.session);
  return index;
}

export function createIndex(context: DdlContext, node: CreateIndex): void {
  const table = tableNamed(context, node.table);
  requireOnObject(context, table, 'CREATE ANY INDEX', node.table.offset, 'INDEX');
  makeIndexFromSyntax(context, node, table);
}

export function makeIndexFromSyntax(context: DdlContext, node: CreateIndex, table: Table): Index {
  const owner = ownerOf(context, node.name);
  checkName(node.name.name);
  if (context.database.catalog.index(owner, node.name.name.text) !== undefined)
    throw oracleErrorAt(node.name.name.offset, 955);
  requireQuiet(context, table);
  const expressions = node.columns.some((column) => column.expression.kind !== 'column' || column.descending);
  const columns = node.columns.map((column) => indexColumn(context, table, column));
  const list = columns.map((column) => column.expression ?? column.name).join('\0');
  const same = table.indexes.some(
    (other) => other.columns.map((column) => column.expression ?? column.name).join('\0') === list,
  );
  if (same) throw oracleErrorAt(node.offset, 1408);
  const type: IndexType = node.bitmap
    ? expressions
      ? 'FUNCTION-BASED BITMAP'
      : 'BITMAP'
    : expressions
      ? 'FUNCTION-BASED NORMAL'
      : node.reverse
        ? 'NORMAL/REV'
        : 'NORMAL';
  const index = addIndex(context, table, {
    owner,
    name: node.name.name.text,
    unique: node.unique,
    columns,
    byConstraint: false,
    generated: false,
    type,
    tablespace: node.physical.tablespace?.text ?? table.tablespace,
    partitioned: node.local ? 'local' : node.globalPartitioning === null ? 'no' : 'global',
    visible: !node.invisible,
    usable: !node.unusable,
    compressed: node.compress !== null,
  });
  if (node.unique && hasDuplicates(context, table, index.name)) {
    dropIndexObject(context, table, index);
    throw oracleError(1452);
  }
  touched(context, table);
  return index;
}

function indexColumn(context: DdlContext, table: Table, column: CreateIndex['columns'][number]): IndexColumn {
  const { expression } = column;
  if (expression.kind === 'column' && expression.path.length === 1) {
    const name = expression.path[0]?.text ?? '';
    const found = table.columns.find((candidate) => candidate.name === name && !candidate.unused);
    if (found === undefined) throw oracleErrorAt(expression.offset, 904, `"${name}"`);
    if (!isKeyType(found.type)) throw oracleErrorAt(expression.offset, 2327);
    if (!column.descending) return { name, expression: null, descending: false };
  }
  const scope = new BlockScope(parsingOf(context.session), null);
  scope.sources.push(tableSource(table, table.name, scope));
  compileExpression(expression, scope);
  return {
    name: `SYS_NC${String(context.database.nextSystemNumber()).padStart(5, '0')}$`,
    expression: column.text,
    descending: column.descending,
  };
}

/** An index that can serve a key: the same columns first, unique for a key that is not deferrable or not. */
export function findKeyIndex(table: Table, columns: readonly string[], deferrable: boolean): Index | undefined {
  return table.indexes.find(
    (index) =>
      index.columns.length === columns.length &&
      index.columns.every((column, at) => column.expression === null && column.name === columns[at]) &&
      !(deferrable && index.unique) &&
      (index.type === 'NORMAL' || index.type === 'IOT - TOP'),
  );
}

export function dropIndexObject(context: DdlContext, table: Table, index: Index): void {
  const at = table.indexes.indexOf(index);
  if (at >= 0) table.indexes.splice(at, 1);
  context.database.catalog.remove(index);
  context.database.refreshIndexes(table, context.session);
}

export function dropIndex(context: DdlContext, owner: string, name: string, offset: number): void {
  const { catalog } = context.database;
  const index = catalog.index(owner, name);
  if (index === undefined) throw oracleErrorAt(offset, 1418);
  requireOnObject(context, { owner: index.owner, name: index.tableName }, 'DROP ANY INDEX', offset);
  const table = catalog.table(index.tableOwner, index.tableName);
  if (table === undefined) throw new Error('an index without its table');
  if (table.constraints.some((constraint) => constraint.indexName === name && constraint.enabled))
    throw oracleErrorAt(offset, 2429);
  requireQuiet(context, table);
  dropIndexObject(context, table, index);
  touched(context, table);
}

export function alterIndex(context: DdlContext, node: AlterIndex): void {
  const { catalog } = context.database;
  const owner = ownerOf(context, node.name);
  const index = catalog.index(owner, node.name.name.text);
  if (index === undefined) throw oracleErrorAt(node.name.offset, 1418);
  requireOnObject(context, { owner: index.owner, name: index.tableName }, 'ALTER ANY INDEX', node.offset);
  const table = catalog.table(index.tableOwner, index.tableName);
  if (table === undefined) throw new Error('an index without its table');
  const { action } = node;
  if (action.kind === 'rename') {
    if (catalog.index(owner, action.to.text) !== undefined) throw oracleErrorAt(action.to.offset, 955);
    catalog.remove(index);
    for (const constraint of table.constraints)
      if (constraint.indexName === index.name) constraint.indexName = action.to.text;
    index.name = action.to.text;
    catalog.add(index);
  } else if (action.kind === 'visible') index.visible = action.visible;
  else if (action.kind === 'unusable') index.usable = false;
  else if (action.kind === 'rebuild') {
    index.usable = true;
    index.dataObjectId = catalog.nextObjectId();
  }
  index.lastDdlAtMs = context.database.clock.nowMs();
  context.database.refreshIndexes(table, context.session);
  touched(context, table);
}
