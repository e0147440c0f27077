import type { OracleType } from '../../../lib/model/oracle-type.ts';
import type { ColumnPlan, TablePlan } from '../../../lib/model/table-plan.ts';
import type { TargetType } from '../../../lib/model/target-type.ts';
import type { CanonicalForm } from '../../../lib/model/value.ts';

/**
 * The table of the benchmark, once per place it is needed in, written independently of each other: the source computes its
 * rows in SQL, the ready file of the other side is computed here, and both loads must leave the same table behind.
 */
export const createSource = `CREATE TABLE bench.rows_in (
  id NUMBER(18) NOT NULL, account NUMBER(18), amount NUMBER(18,4), precise NUMBER(38,10), name VARCHAR2(60), city VARCHAR2(40),
  code VARCHAR2(20), updated TIMESTAMP(6), created DATE, descr VARCHAR2(200))`;

/** Rows from+1 .. from+count. */
export function fillSource(from: number, count: number): string {
  return `INSERT INTO bench.rows_in SELECT n, 100000000000000 + n * 7919, MOD(n * 37, 1000000) + MOD(n, 8) * 0.125, n / 8,
    'Customer name ' || n || ' Example', 'City ' || MOD(n, 977), 'SKU-' || LPAD(MOD(n, 100000), 6, '0'),
    TIMESTAMP '2024-01-01 00:00:00.000125' + NUMTODSINTERVAL(n, 'SECOND'), DATE '2000-01-01' + MOD(n, 9000),
    CASE WHEN MOD(n, 10) <> 0 THEN 'Some free text that describes row number ' || n || ' of a table, about eighty' END
    FROM (SELECT LEVEL + ${from} n FROM dual CONNECT BY LEVEL <= ${count})`;
}

export function createTarget(database: string): string {
  return `CREATE TABLE ${database}.rows_in (id BIGINT NOT NULL PRIMARY KEY, account BIGINT, amount DECIMAL(18,4),
    precise DECIMAL(38,10), name VARCHAR(60), city VARCHAR(40), code VARCHAR(20), updated DATETIME(6), created DATETIME,
    descr VARCHAR(200)) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;
}

/** Row n as a line of the ready file: tabs between fields, \N for NULL. */
export function fileLine(n: number): string {
  const updated = new Date(Date.UTC(2024, 0, 1) + n * 1_000).toISOString();
  const created = new Date(Date.UTC(2000, 0, 1) + (n % 9_000) * 86_400_000).toISOString();
  const fields = [
    n,
    100_000_000_000_000 + n * 7_919,
    ((n * 37) % 1_000_000) + (n % 8) * 0.125,
    n / 8,
    `Customer name ${n} Example`,
    `City ${n % 977}`,
    `SKU-${String(n % 100_000).padStart(6, '0')}`,
    `${updated.slice(0, 10)} ${updated.slice(11, 19)}.000125`,
    `${created.slice(0, 10)} ${created.slice(11, 19)}`,
    n % 10 === 0 ? '\\N' : `Some free text that describes row number ${n} of a table, about eighty`,
  ];
  return `${fields.join('\t')}\n`;
}

export function benchPlan(database: string, rows: number): TablePlan {
  return {
    tableId: 'BENCH.ROWS_IN',
    source: { schema: 'BENCH', table: 'ROWS_IN' },
    target: { schema: database, table: 'rows_in' },
    organization: 'heap',
    columns: [
      column('id', number(18, 0), { kind: 'bigint' }, 'decimal'),
      column('account', number(18, 0), { kind: 'bigint' }, 'decimal'),
      column('amount', number(18, 4), { kind: 'decimal', precision: 18, scale: 4 }, 'decimal'),
      column('precise', number(38, 10), { kind: 'decimal', precision: 38, scale: 10 }, 'decimal'),
      column('name', text(60), { kind: 'varchar', length: 60 }, 'text'),
      column('city', text(40), { kind: 'varchar', length: 40 }, 'text'),
      column('code', text(20), { kind: 'varchar', length: 20 }, 'text'),
      column('updated', { kind: 'timestamp', digits: 6 }, { kind: 'datetime', digits: 6 }, 'timestamp'),
      column('created', { kind: 'date' }, { kind: 'datetime', digits: 0 }, 'datetime'),
      column('descr', text(200), { kind: 'varchar', length: 200 }, 'text'),
    ],
    identity: { kind: 'key', name: 'PRIMARY', columns: [0] },
    uniqueKeys: [],
    rowsEstimated: String(rows),
    averageRowBytes: null,
    sourcePartitions: [],
  };
}

function column(name: string, type: OracleType, targetType: TargetType, form: CanonicalForm): ColumnPlan {
  const origin = { kind: 'column', name: name.toUpperCase(), type } as const;
  return { origin, targetName: name, targetType, form, nullable: name !== 'id', loss: null };
}

function number(precision: number, scale: number): OracleType {
  return { kind: 'number', precision, scale };
}

function text(length: number): OracleType {
  return { kind: 'varchar2', length, unit: 'byte', bytes: length };
}
