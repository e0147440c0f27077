import { z } from 'zod';
import type { ColumnFidelity, PlannedTable } from './migration-plan.ts';
import type { OracleType } from './oracle-type.ts';
import type { TableName } from './source-table.ts';
import type { ColumnOrigin, ColumnPlan, RowIdentity, TablePlan } from './table-plan.ts';
import type {
  TargetColumn,
  TargetDefault,
  TargetForeignKey,
  TargetIndex,
  TargetPartitioning,
  TargetTable,
} from './target-object.ts';
import type { TargetType } from './target-type.ts';

/** PlannedTable as stored: JSON, decoded field by field, because another version may have written it. */

const positive = z.int().min(0);
const tableName: z.ZodType<TableName> = z.object({ schema: z.string(), table: z.string() });

const oracleType: z.ZodType<OracleType> = z.union([
  z.object({ kind: z.literal('number'), precision: z.int().nullable(), scale: z.int().nullable() }),
  z.object({ kind: z.literal('float'), binaryPrecision: positive }),
  z.object({ kind: z.enum(['varchar2', 'char']), length: positive, unit: z.enum(['byte', 'char']), bytes: positive }),
  z.object({ kind: z.enum(['nvarchar2', 'nchar']), length: positive, bytes: positive }),
  z.object({ kind: z.literal('timestamp'), digits: positive }),
  z.object({ kind: z.literal('timestamp-zone'), digits: positive }),
  z.object({ kind: z.literal('timestamp-local'), digits: positive }),
  z.object({ kind: z.literal('interval-year-month'), yearDigits: positive }),
  z.object({ kind: z.literal('interval-day-second'), dayDigits: positive, secondDigits: positive }),
  z.object({ kind: z.literal('raw'), length: positive }),
  z.object({ kind: z.enum(['clob', 'nclob', 'blob']) }),
  z.object({ kind: z.enum(['long', 'long-raw']) }),
  z.object({ kind: z.literal('binary-float') }),
  z.object({ kind: z.literal('binary-double') }),
  z.object({ kind: z.literal('date') }),
  z.object({ kind: z.literal('boolean') }),
  z.object({ kind: z.literal('other'), name: z.string() }),
]);

const targetType: z.ZodType<TargetType> = z.union([
  z.object({ kind: z.literal('decimal'), precision: positive, scale: positive }),
  z.object({ kind: z.literal('bigint') }),
  z.object({ kind: z.literal('double') }),
  z.object({ kind: z.literal('char'), length: positive }),
  z.object({ kind: z.literal('varchar'), length: positive }),
  z.object({ kind: z.literal('datetime'), digits: positive }),
  z.object({ kind: z.literal('varbinary'), length: positive }),
  z.object({ kind: z.enum(['longtext', 'longblob']) }),
  z.object({ kind: z.literal('boolean') }),
]);

const columnOrigin: z.ZodType<ColumnOrigin> = z.union([
  z.object({ kind: z.literal('column'), name: z.string(), type: oracleType }),
  z.object({ kind: z.literal('rowid-part'), part: z.enum(['object', 'file', 'block', 'row']) }),
]);

const columnPlan: z.ZodType<ColumnPlan> = z.object({
  origin: columnOrigin,
  targetName: z.string(),
  targetType,
  form: z.enum([
    'decimal',
    'double',
    'text',
    'char',
    'datetime',
    'timestamp',
    'timestamp-zone',
    'timestamp-local',
    'interval-year-month',
    'interval-day-second',
    'bytes',
    'blob',
    'clob',
  ]),
  nullable: z.boolean(),
  loss: z.string().nullable(),
});

const identity: z.ZodType<RowIdentity> = z.union([
  z.object({ kind: z.literal('key'), name: z.string(), columns: z.array(positive) }),
  z.object({ kind: z.literal('rowid'), columns: z.array(positive) }),
]);

const tablePlan: z.ZodType<TablePlan> = z.object({
  tableId: z.string(),
  source: tableName,
  target: tableName,
  organization: z.enum(['heap', 'index']),
  columns: z.array(columnPlan),
  identity,
  uniqueKeys: z.array(z.object({ name: z.string(), columns: z.array(positive) })),
  rowsEstimated: z.string().nullable(),
  averageRowBytes: z.number().nullable(),
  sourcePartitions: z.array(z.string()),
});

const targetDefault: z.ZodType<TargetDefault> = z.union([
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('null') }),
  z.object({ kind: z.literal('literal'), text: z.string(), numeric: z.boolean() }),
  z.object({ kind: z.literal('now'), digits: positive }),
]);

const targetColumn: z.ZodType<TargetColumn> = z.object({
  name: z.string(),
  type: targetType,
  nullable: z.boolean(),
  default: targetDefault,
  comment: z.string().nullable(),
});

const partitioning: z.ZodType<TargetPartitioning> = z.object({
  kind: z.enum(['range', 'list', 'hash', 'key']),
  columns: z.array(z.string()),
  partitions: z.array(z.object({ name: z.string(), bound: z.string() })),
  hashCount: z.int().nullable(),
});

const targetTable: z.ZodType<TargetTable> = z.object({
  name: tableName,
  columns: z.array(targetColumn),
  primaryKey: z.array(z.string()).nullable(),
  comment: z.string().nullable(),
  checks: z.array(z.object({ name: z.string().nullable(), expression: z.string() })),
  partitioning: partitioning.nullable(),
});

const targetIndex: z.ZodType<TargetIndex> = z.object({
  table: tableName,
  name: z.string(),
  unique: z.boolean(),
  columns: z.array(z.object({ name: z.string(), descending: z.boolean() })),
});

const foreignKey: z.ZodType<TargetForeignKey> = z.object({
  table: tableName,
  name: z.string(),
  columns: z.array(z.string()),
  references: tableName,
  referencedColumns: z.array(z.string()),
  onDelete: z.enum(['no-action', 'cascade', 'set-null']),
});

const fidelity: z.ZodType<ColumnFidelity> = z.object({
  column: z.string(),
  sourceType: z.string(),
  targetType: z.string(),
  loss: z.string().nullable(),
});

const plannedTable: z.ZodType<PlannedTable> = z.object({
  plan: tablePlan,
  table: targetTable,
  earlyIndexes: z.array(targetIndex),
  lateIndexes: z.array(targetIndex),
  foreignKeys: z.array(foreignKey),
  conversions: z.array(z.string()),
  fidelity: z.array(fidelity),
});

export function encodePlannedTable(table: PlannedTable): string {
  return JSON.stringify(table);
}

/** Throws when the text is not a planned table of this version. */
export function decodePlannedTable(text: string): PlannedTable {
  return plannedTable.parse(JSON.parse(text));
}
