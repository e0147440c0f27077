import { unreachable } from '../../model/fault.ts';
import type { TableName } from '../../model/source-table.ts';
import type {
  TargetColumn,
  TargetDefault,
  TargetForeignKey,
  TargetIndex,
  TargetPartitioning,
  TargetTable,
} from '../../model/target-object.ts';
import { quoteIdentifier, quoteList, quoteTable } from './identifier.ts';
import { decimalLiteral, definitionText, integerLiteral } from './literal.ts';
import { typeText } from './type-text.ts';

/**
 * CREATE TABLE with the collation spelled out: `utf8mb4_bin` tells letter cases apart as Oracle does, while a tenant's
 * default does not. There is no IF NOT EXISTS: a table that is already there was not made by this statement.
 */
export function createTable(table: TargetTable): readonly string[] {
  const parts = table.columns.map(columnText);
  if (table.primaryKey !== null) parts.push(`PRIMARY KEY (${quoteList(table.primaryKey)})`);
  for (const check of table.checks) {
    const name = check.name === null ? '' : `CONSTRAINT ${quoteIdentifier(check.name)} `;
    parts.push(`${name}CHECK (${check.expression})`);
  }
  const comment = table.comment === null ? '' : ` COMMENT = ${definitionText(table.comment)}`;
  const partitioning = table.partitioning === null ? '' : `\n${partitioningText(table.partitioning)}`;
  return [
    `CREATE TABLE ${quoteTable(table.name)} (\n  ${parts.join(',\n  ')}\n)` +
      ` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin${comment}${partitioning}`,
  ];
}

function columnText(column: TargetColumn): string {
  const nullable = column.nullable ? 'NULL' : 'NOT NULL';
  const comment = column.comment === null ? '' : ` COMMENT ${definitionText(column.comment)}`;
  return `${quoteIdentifier(column.name)} ${typeText(column.type)} ${nullable}${defaultText(column.default)}${comment}`;
}

function defaultText(value: TargetDefault): string {
  switch (value.kind) {
    case 'none':
      return '';
    case 'null':
      return ' DEFAULT NULL';
    case 'literal':
      return ` DEFAULT ${value.numeric ? decimalLiteral(value.text) : definitionText(value.text)}`;
    case 'now':
      return ` DEFAULT CURRENT_TIMESTAMP${value.digits === 0 ? '' : `(${value.digits})`}`;
    default:
      return unreachable(value, 'column default');
  }
}

function partitioningText(partitioning: TargetPartitioning): string {
  const columns = quoteList(partitioning.columns);
  switch (partitioning.kind) {
    case 'range':
      return `PARTITION BY RANGE COLUMNS (${columns}) (\n  ${partitionList(partitioning, 'VALUES LESS THAN')}\n)`;
    case 'list':
      return `PARTITION BY LIST COLUMNS (${columns}) (\n  ${partitionList(partitioning, 'VALUES IN')}\n)`;
    case 'hash':
      return `PARTITION BY HASH (${columns})${partitionCount(partitioning)}`;
    case 'key':
      return `PARTITION BY KEY (${columns})${partitionCount(partitioning)}`;
    default:
      return unreachable(partitioning.kind, 'partitioning');
  }
}

/** Bounds come rendered, with their own parentheses or without; MAXVALUE stands in parentheses for RANGE COLUMNS. */
function partitionList(partitioning: TargetPartitioning, keywords: string): string {
  return partitioning.partitions
    .map(({ name, bound }) => {
      const inside = bound.trim().startsWith('(') ? bound.trim() : `(${bound})`;
      return `PARTITION ${quoteIdentifier(name)} ${keywords} ${inside}`;
    })
    .join(',\n  ');
}

function partitionCount(partitioning: TargetPartitioning): string {
  return partitioning.hashCount === null ? '' : ` PARTITIONS ${integerLiteral(partitioning.hashCount)}`;
}

export function createIndex(index: TargetIndex): readonly string[] {
  const columns = index.columns.map(({ name, descending }) => `${quoteIdentifier(name)}${descending ? ' DESC' : ''}`);
  const unique = index.unique ? 'UNIQUE ' : '';
  const name = quoteIdentifier(index.name);
  return [`CREATE ${unique}INDEX ${name} ON ${quoteTable(index.table)} (${columns.join(', ')})`];
}

export function addForeignKey(key: TargetForeignKey): readonly string[] {
  return [
    `ALTER TABLE ${quoteTable(key.table)} ADD CONSTRAINT ${quoteIdentifier(key.name)}` +
      ` FOREIGN KEY (${quoteList(key.columns)})` +
      ` REFERENCES ${quoteTable(key.references)} (${quoteList(key.referencedColumns)})${deleteRule(key.onDelete)}`,
  ];
}

function deleteRule(rule: TargetForeignKey['onDelete']): string {
  switch (rule) {
    case 'no-action':
      return '';
    case 'cascade':
      return ' ON DELETE CASCADE';
    case 'set-null':
      return ' ON DELETE SET NULL';
    default:
      return unreachable(rule, 'delete rule');
  }
}

/** CREATE VIEW; `select` is text written for the target, `columns` are names of its columns, or none to take them over. */
export function createView(
  name: TableName,
  definition: { readonly columns: readonly string[]; readonly select: string },
): string {
  const columns = definition.columns.length === 0 ? '' : ` (${quoteList(definition.columns)})`;
  return `CREATE VIEW ${quoteTable(name)}${columns} AS ${definition.select}`;
}

export function dropIndex(index: TargetIndex): readonly string[] {
  return [`DROP INDEX ${quoteIdentifier(index.name)} ON ${quoteTable(index.table)}`];
}

export function dropColumns(table: TableName, columns: readonly string[]): readonly string[] {
  if (columns.length === 0) return [];
  const drops = columns.map((name) => `DROP COLUMN ${quoteIdentifier(name)}`);
  return [`ALTER TABLE ${quoteTable(table)} ${drops.join(', ')}`];
}
