/**
 * The resolved plan of a project: every selected object with its target definition, in dependency order. Stored as JSON
 * lines, one object per line, so that no reader needs memory for ten thousand tables.
 */
import { z } from 'zod';
import type { OracleType } from './oracle-type.ts';
import type { ColumnPlan, TablePlan } from './table-plan.ts';
import type { TargetForeignKey, TargetIndex, TargetTable } from './target-object.ts';
import type { TargetType } from './target-type.ts';

const tableName = z.object({ schema: z.string(), table: z.string() });

const oracleType: z.ZodType<OracleType> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('number'), precision: z.int().nullable(), scale: z.int().nullable() }),
  z.object({ kind: z.literal('float'), binaryPrecision: z.int() }),
  z.object({
    kind: z.enum(['varchar2', 'char']),
    length: z.int(),
    unit: z.enum(['byte', 'char']),
    bytes: z.int(),
  }),
  z.object({ kind: z.enum(['nvarchar2', 'nchar']), length: z.int(), bytes: z.int() }),
  z.object({ kind: z.enum(['timestamp']), digits: z.int() }),
  z.object({ kind: z.enum(['timestamp-zone']), digits: z.int() }),
  z.object({ kind: z.enum(['timestamp-local']), digits: z.int() }),
  z.object({ kind: z.literal('interval-year-month'), yearDigits: z.int() }),
  z.object({ kind: z.literal('interval-day-second'), dayDigits: z.int(), secondDigits: z.int() }),
  z.object({ kind: z.literal('raw'), length: z.int() }),
  z.object({ kind: z.enum(['clob', 'nclob', 'blob']) }),
  z.object({ kind: z.enum(['long', 'long-raw']) }),
  z.object({ kind: z.literal('binary-float') }),
  z.object({ kind: z.literal('binary-double') }),
  z.object({ kind: z.literal('date') }),
  z.object({ kind: z.literal('boolean') }),
  z.object({ kind: z.literal('other'), name: z.string() }),
]);

const targetType: z.ZodType<TargetType> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('decimal'), precision: z.int(), scale: z.int() }),
  z.object({ kind: z.literal('bigint') }),
  z.object({ kind: z.literal('double') }),
  z.object({ kind: z.literal('char'), length: z.int() }),
  z.object({ kind: z.literal('varchar'), length: z.int() }),
  z.object({ kind: z.literal('datetime'), digits: z.int() }),
  z.object({ kind: z.literal('varbinary'), length: z.int() }),
  z.object({ kind: z.enum(['longtext', 'longblob']) }),
  z.object({ kind: z.literal('boolean') }),
]);

const canonicalForm = z.enum([
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
]);

const columnPlan: z.ZodType<ColumnPlan> = z.object({
  origin: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('column'), name: z.string(), type: oracleType }),
    z.object({ kind: z.literal('rowid-part'), part: z.enum(['object', 'file', 'block', 'row']) }),
  ]),
  targetName: z.string(),
  targetType,
  form: canonicalForm,
  nullable: z.boolean(),
  loss: z.string().nullable(),
});

const positions = z.array(z.int());

/** Decodes a TablePlan that was stored as JSON. */
export const tablePlanSchema: z.ZodType<TablePlan> = z.object({
  tableId: z.string(),
  source: tableName,
  target: tableName,
  organization: z.enum(['heap', 'index']),
  columns: z.array(columnPlan),
  identity: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('key'), name: z.string(), columns: positions }),
    z.object({ kind: z.literal('rowid'), columns: positions }),
  ]),
  uniqueKeys: z.array(z.object({ name: z.string(), columns: positions })),
  rowsEstimated: z.string().nullable(),
  averageRowBytes: z.number().nullable(),
  sourcePartitions: z.array(z.string()),
  timeZone: z.string().exactOptional(),
});

const targetDefault = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('null') }),
  z.object({ kind: z.literal('literal'), text: z.string(), numeric: z.boolean() }),
  z.object({ kind: z.literal('now'), digits: z.int() }),
]);

const targetTable: z.ZodType<TargetTable> = z.object({
  name: tableName,
  columns: z.array(
    z.object({
      name: z.string(),
      type: targetType,
      nullable: z.boolean(),
      default: targetDefault,
      comment: z.string().nullable(),
    }),
  ),
  primaryKey: z.array(z.string()).nullable(),
  comment: z.string().nullable(),
  checks: z.array(z.object({ name: z.string().nullable(), expression: z.string() })),
  partitioning: z
    .object({
      kind: z.enum(['range', 'list', 'hash', 'key']),
      columns: z.array(z.string()),
      partitions: z.array(z.object({ name: z.string(), bound: z.string() })),
      hashCount: z.int().nullable(),
    })
    .nullable(),
});

const targetIndex: z.ZodType<TargetIndex> = z.object({
  table: tableName,
  name: z.string(),
  unique: z.boolean(),
  columns: z.array(z.object({ name: z.string(), descending: z.boolean() })),
});

const targetForeignKey: z.ZodType<TargetForeignKey> = z.object({
  table: tableName,
  name: z.string(),
  columns: z.array(z.string()),
  references: tableName,
  referencedColumns: z.array(z.string()),
  onDelete: z.enum(['no-action', 'cascade', 'set-null']),
});

const storedFault = z.object({
  code: z.string(),
  side: z.enum(['source', 'target', 'aws', 'operator']),
  cause: z.string(),
  remedy: z.string(),
  retryable: z.boolean(),
  subject: z.string().nullable(),
  vendor: z.string().nullable(),
});

/** What becomes of one column, for the fidelity statement. */
const columnFidelity = z.object({
  column: z.string(),
  sourceType: z.string(),
  targetColumn: z.string(),
  /** `DECIMAL(10,2)`, or `left out`, or `refused`. */
  targetType: z.string(),
  loss: z.string().nullable(),
});
export type ColumnFidelity = Readonly<z.infer<typeof columnFidelity>>;

/**
 * A planned table. `definition` is null exactly when `faults` says why the table cannot be migrated as it is.
 * `conversions` are the stated differences between source and target definition.
 */
export const plannedTableSchema = z.object({
  kind: z.literal('table'),
  objectId: z.string(),
  tableId: z.string(),
  level: z.int(),
  definition: z
    .object({
      plan: tablePlanSchema,
      table: targetTable,
      indexes: z.array(z.object({ objectId: z.string(), index: targetIndex, moment: z.enum(['early', 'late']) })),
      foreignKeys: z.array(z.object({ objectId: z.string(), foreignKey: targetForeignKey })),
      /** ROWID helper columns and their index: removed at switchover. */
      helperColumns: z.array(z.string()),
    })
    .nullable(),
  conversions: z.array(z.string()),
  fidelity: z.array(columnFidelity),
  faults: z.array(storedFault),
});
export type PlannedTable = Readonly<z.infer<typeof plannedTableSchema>>;
export type TableDefinition = NonNullable<PlannedTable['definition']>;

/** A planned view: its SELECT on the target, or the faults that say why it has none. */
export const plannedViewSchema = z.object({
  kind: z.literal('view'),
  objectId: z.string(),
  level: z.int(),
  target: tableName,
  /** The text after `CREATE VIEW name (columns) AS`; identifiers are already quoted for the target. */
  definition: z.object({ columns: z.array(z.string()), select: z.string() }).nullable(),
  conversions: z.array(z.string()),
  faults: z.array(storedFault),
});
export type PlannedView = Readonly<z.infer<typeof plannedViewSchema>>;

/** One line of the stored plan. */
export const migrationPlanLineSchema = z.discriminatedUnion('kind', [plannedTableSchema, plannedViewSchema]);
export type MigrationPlanLine = Readonly<z.infer<typeof migrationPlanLineSchema>>;

/** The whole plan: tables before views, each group by level and then by name. */
export interface MigrationPlan {
  readonly tables: readonly PlannedTable[];
  readonly views: readonly PlannedView[];
}
