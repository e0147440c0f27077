import type { OracleType } from '../../lib/model/oracle-type.ts';
import type { ColumnPlan, RowIdentity, TablePlan, UniqueKeyPlan } from '../../lib/model/table-plan.ts';
import type { TargetTable } from '../../lib/model/target-object.ts';
import type { TargetType } from '../../lib/model/target-type.ts';
import type { CanonicalForm, CanonicalRow, RowBatch } from '../../lib/model/value.ts';

/** A column of a test table: name, target type, canonical form; nullable unless it says otherwise. */
export interface TestColumn {
  readonly name: string;
  readonly type: TargetType;
  readonly form: CanonicalForm;
  readonly nullable?: boolean;
  readonly rowidPart?: 'object' | 'file' | 'block' | 'row';
}

export const bigint = (name: string, nullable = false): TestColumn => ({
  name,
  type: { kind: 'bigint' },
  form: 'decimal',
  nullable,
});

export const varchar = (name: string, length: number, nullable = true): TestColumn => ({
  name,
  type: { kind: 'varchar', length },
  form: 'text',
  nullable,
});

export const decimal = (name: string, precision: number, scale: number): TestColumn => ({
  name,
  type: { kind: 'decimal', precision, scale },
  form: 'decimal',
});

/** What a test needs of a table: the plan that is written by, and the definition it is created from. */
export interface TestTable {
  readonly plan: TablePlan;
  readonly definition: TargetTable;
}

export interface TestTableOptions {
  readonly uniqueKeys?: readonly UniqueKeyPlan[];
  /** Keyless: identified by these helper columns instead of a primary key. */
  readonly keyless?: boolean;
}

export function testTable(
  database: string,
  table: string,
  columns: readonly TestColumn[],
  key: readonly string[],
  options: TestTableOptions = {},
): TestTable {
  const positions = key.map((name) => columns.findIndex((column) => column.name === name));
  const identity: RowIdentity =
    options.keyless === true
      ? { kind: 'rowid', columns: positions }
      : { kind: 'key', name: 'PRIMARY', columns: positions };
  const plan: TablePlan = {
    tableId: `SHOP.${table.toUpperCase()}`,
    source: { schema: 'SHOP', table: table.toUpperCase() },
    target: { schema: database, table },
    organization: 'heap',
    columns: columns.map(columnPlan),
    identity,
    uniqueKeys: options.uniqueKeys ?? [],
    rowsEstimated: null,
    averageRowBytes: null,
    sourcePartitions: [],
  };
  return {
    plan,
    definition: {
      name: { schema: database, table },
      columns: columns.map((column) => ({
        name: column.name,
        type: column.type,
        nullable: column.nullable ?? true,
        default: { kind: 'none' },
        comment: null,
      })),
      primaryKey: options.keyless === true ? null : key,
      comment: null,
      checks: [],
      partitioning: null,
    },
  };
}

const anyNumber: OracleType = { kind: 'number', precision: null, scale: null };

function columnPlan(column: TestColumn): ColumnPlan {
  const origin: ColumnPlan['origin'] =
    column.rowidPart === undefined
      ? { kind: 'column', name: column.name.toUpperCase(), type: anyNumber }
      : { kind: 'rowid-part', part: column.rowidPart };
  return {
    origin,
    targetName: column.name,
    targetType: column.type,
    form: column.form,
    nullable: column.nullable ?? true,
    loss: null,
  };
}

/** Rows as a reader that starts at the beginning every time it is asked. */
export function reader(rows: readonly CanonicalRow[], rowsPerBatch = 100): () => AsyncIterable<RowBatch> {
  return async function* () {
    for (let start = 0; start < rows.length; start += rowsPerBatch) {
      yield { rows: rows.slice(start, start + rowsPerBatch), bytes: 1 };
    }
  };
}
