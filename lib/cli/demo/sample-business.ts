import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** Rows of one INSERT: a transaction of its own, so that undo stays small. */
const batchRows = 20_000;

interface Filling {
  readonly table: string;
  readonly rows: number;
  /** Expressions over `n`, the number of the row from 1. */
  readonly columns: readonly string[];
}

/** The init script of the rehearsal's source: definitions, and about `rows` rows in all. */
export async function sampleBusinessScript(rows: number): Promise<string> {
  const definitions = await readFile(path.join(import.meta.dirname, 'sample-business.sql'), 'utf8');
  return `${definitions}\n${fillings(rows).flatMap(inserts).join('\n')}\n`;
}

function fillings(rows: number): readonly Filling[] {
  const customers = Math.max(5, Math.round(rows * 0.1));
  const products = Math.max(5, Math.min(2_000, Math.round(rows * 0.02)));
  const orders = Math.max(10, Math.round(rows * 0.3));
  const views = Math.max(10, Math.round(rows * 0.15));
  const documents = Math.max(3, Math.min(400, Math.round(rows * 0.01)));
  const audits = Math.max(3, Math.round(rows * 0.03));
  const lines = Math.max(10, rows - customers - products - orders - views - documents - audits);
  return [
    {
      table: 'shop.customers',
      rows: customers,
      columns: [
        'n',
        "'Customer ' || n || CASE MOD(n, 5) WHEN 0 THEN ' Ünal' WHEN 1 THEN ' 李' ELSE '' END",
        "CASE WHEN MOD(n, 7) = 0 THEN NULL ELSE 'c' || n || '@example.com' END",
        "DECODE(MOD(n, 3), 0, 'DE', 1, 'FR', 'CN')",
        'MOD(n * 17, 100000) / 100',
        "DATE '2015-01-01' + MOD(n, 3650) + MOD(n, 86400) / 86400",
        "CASE WHEN MOD(n, 4) = 0 THEN 'note ' || n END",
      ],
    },
    {
      table: 'shop.products',
      rows: products,
      columns: ["'SKU-' || LPAD(n, 6, '0')", "'Product ' || n", 'MOD(n * 7, 9999) + 0.99', 'n / 8'],
    },
    {
      table: 'shop.orders',
      rows: orders,
      columns: [
        'n',
        `MOD(n * 13, ${customers}) + 1`,
        "DECODE(MOD(n, 3), 0, 'NEW', 1, 'PAID', 'SENT')",
        "TIMESTAMP '2024-01-01 00:00:00.000001' + NUMTODSINTERVAL(n, 'SECOND')",
        'n * 1.25',
        "CASE WHEN MOD(n, 3) = 0 THEN 'it''s order ' || n END",
      ],
    },
    {
      table: 'shop.order_lines',
      rows: lines,
      columns: [
        `MOD(n - 1, ${orders}) + 1`,
        `TRUNC((n - 1) / ${orders}) + 1`,
        `'SKU-' || LPAD(MOD(n, ${products}) + 1, 6, '0')`,
        'MOD(n, 12) + 0.125',
        'ROUND(n / 3, 6)',
      ],
    },
    ...otherFillings(views, documents, audits),
  ];
}

function otherFillings(views: number, documents: number, audits: number): readonly Filling[] {
  return [
    {
      table: 'shop.page_views',
      rows: views,
      columns: [
        "TIMESTAMP '2024-03-01 00:00:00.000' + NUMTODSINTERVAL(MOD(n, 1000), 'SECOND')",
        "'/p/' || MOD(n, 50)",
        'MOD(n, 900)',
      ],
    },
    {
      table: 'shop.documents',
      rows: documents,
      columns: [
        'n',
        "'Document ' || n",
        "CASE MOD(n, 5) WHEN 0 THEN EMPTY_CLOB() WHEN 1 THEN NULL ELSE TO_CLOB(RPAD('text ' || n || ' ', 3000, 'lorem ')) END",
        "CASE WHEN MOD(n, 3) = 0 THEN NULL ELSE TO_BLOB(HEXTORAW(RPAD('00FF', 800, 'CAFE'))) END",
        "HEXTORAW(LPAD(TO_CHAR(n, 'FMXXXXXXXX'), 32, '0'))",
        "TIMESTAMP '2023-06-01 12:00:00.5 +02:00' + NUMTODSINTERVAL(n, 'MINUTE')",
      ],
    },
    {
      table: 'shop."Order Audit"',
      rows: audits,
      columns: ['n', "'group ' || MOD(n, 9)", "DATE '1999-12-31' + n"],
    },
  ];
}

function inserts({ table, rows, columns }: Filling): readonly string[] {
  const statements: string[] = [];
  for (let from = 0; from < rows; from += batchRows) {
    const count = Math.min(batchRows, rows - from);
    const numbers = `SELECT LEVEL + ${from} n FROM dual CONNECT BY LEVEL <= ${count}`;
    statements.push(`INSERT INTO ${table} SELECT ${columns.join(', ')} FROM (${numbers});`, 'COMMIT;');
  }
  return statements;
}
