/**
 * How fast the wire of the stand-in is, measured by the real driver from another process:
 *
 *     node test/bench/stand-in-wire.ts [rows]
 *
 * Rows out: ten columns, 172 bytes each, once as blocks made before ("encoded") and once from values ("values"), by getRows(1000).
 * Rows in: array INSERT of 10,000 rows into an engine that only counts. The second number is what the server would do if it had a
 * core to itself and a client that never makes it wait: rows per second of its CPU time.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import oracledb from 'oracledb';
import type { BatchResult, Bind, ResultColumn, StatementResult } from '../../lib/standin/sql/session-result.ts';
import type { SqlValue } from '../../lib/standin/sql/values/value.ts';
import { encodeRows } from '../../lib/standin/wire/encoded-rows.ts';
import type { EncodedQuery, EncodedRows } from '../../lib/standin/wire/encoded-rows.ts';
import type { Engine, EngineSession } from '../../lib/standin/wire/engine.ts';
import { startWireServer } from '../../lib/standin/wire/wire-server.ts';
import { WIRE_PERSONAS } from '../../lib/standin/wire/wire-settings.ts';

const BLOCK_ROWS = 2000;
const FETCH_ROWS = 1000;
const ARRAY_ROWS = 10_000;

const columns: readonly ResultColumn[] = [
  { name: 'ID', type: { kind: 'number', precision: 10, scale: 0 }, nullable: false },
  { name: 'ACCOUNT', type: { kind: 'number', precision: 18, scale: 0 }, nullable: true },
  { name: 'AMOUNT', type: { kind: 'number', precision: 14, scale: 2 }, nullable: true },
  { name: 'NAME', type: { kind: 'varchar2', length: 60, unit: 'byte' }, nullable: true },
  { name: 'DESCR', type: { kind: 'varchar2', length: 200, unit: 'byte' }, nullable: true },
  { name: 'STATUS', type: { kind: 'char', length: 8, unit: 'byte' }, nullable: true },
  { name: 'CREATED', type: { kind: 'date' }, nullable: true },
  { name: 'UPDATED', type: { kind: 'timestamp', precision: 6 }, nullable: true },
  { name: 'FLAG', type: { kind: 'varchar2', length: 1, unit: 'byte' }, nullable: true },
  { name: 'RATIO', type: { kind: 'binary-double' }, nullable: true },
];

function row(i: number): readonly SqlValue[] {
  const day = { year: 2000 + (i % 25), month: 1 + (i % 12), day: 1 + (i % 28), hour: 10, minute: 20, second: i % 60 };
  return [
    { kind: 'number', coefficient: i + 1, exponent: 0 },
    { kind: 'number', coefficient: 100_000_000_000_001 + i * 7910, exponent: 0 },
    { kind: 'number', coefficient: ((i * 37) % 1_000_000) * 100 + 1 + (i % 9), exponent: -2 },
    `Customer name ${i} Example`,
    `Some free text that describes row number ${i} with an average length of about eighty`,
    'ACTIVE  ',
    { kind: 'date', ...day },
    { kind: 'timestamp', ...day, nanosecond: ((i * 331) % 1_000_000) * 1000 },
    'Y',
    { kind: 'binary-double', value: i / 7 },
  ];
}

const text = columns.map((column): ResultColumn => {
  const length = column.type.kind === 'varchar2' ? column.type.length : 40;
  return { ...column, type: { kind: 'varchar2', length, unit: 'byte' } };
});

/** The same as text, the way a tool reads it that asks for TO_CHAR of everything. */
function textRow(i: number): readonly SqlValue[] {
  return row(i).map((value) => (typeof value === 'string' ? value : `2024-01-15 12:34:56.${i % 1_000_000}`));
}

class BenchSession implements EngineSession {
  readonly id = 1;
  readonly serial = 1;
  readonly inTransaction = false;
  readonly #blocks: ReadonlyMap<string, EncodedRows>;
  readonly #values: ReadonlyMap<string, readonly (readonly SqlValue[])[]>;

  constructor() {
    const numbers = Array.from({ length: BLOCK_ROWS }, (_, index) => index);
    this.#values = new Map([
      ['native', numbers.map(row)],
      ['text', numbers.map(textRow)],
    ]);
    this.#blocks = new Map([
      ['native', encodeRows(columns, numbers.map(row))],
      ['text', encodeRows(text, numbers.map(textRow))],
    ]);
  }

  async describe(): Promise<{ readonly columns: readonly ResultColumn[] }> {
    return { columns };
  }

  async execute(sql: string): Promise<StatementResult | EncodedQuery> {
    const [, form = '', source = '', count = '0'] = /select (\w+) from (\w+) n (\d+)/.exec(sql) ?? [];
    if (form === '') return { kind: 'ddl', verb: 'ALTER SESSION', rowsAffected: 0 };
    const shown = form === 'text' ? text : columns;
    const block = this.#blocks.get(form);
    const values = this.#values.get(form);
    if (block === undefined || values === undefined) throw new Error(`no rows called ${form}`);
    if (source === 'encoded')
      return { kind: 'encoded-query', columns: shown, rows: { ...block, count: Number(count) } };
    return { kind: 'query', columns: shown, rows: repeated(values, Number(count)) };
  }

  async executeBatch(_text: string, rows: readonly (readonly Bind[])[]): Promise<BatchResult> {
    const rowCounts = rows.map(() => 1);
    return { rowsAffected: rows.length, rowCounts, errors: [], lastRowid: null, returned: [], outBinds: [] };
  }

  async commit(): Promise<void> {}
  async rollback(): Promise<void> {}
  async close(): Promise<void> {}
  cancel(): void {}
  setCurrentSchema(): void {}
  setAttributes(): void {}
}

function* repeated(rows: readonly (readonly SqlValue[])[], count: number): Generator<readonly SqlValue[]> {
  for (let index = 0; index < count; index += 1) {
    const next = rows[index % rows.length];
    if (next !== undefined) yield next;
  }
}

async function serve(): Promise<void> {
  const engine: Engine = { account: () => ({ password: 'b' }), openSession: () => new BenchSession() };
  const ports = await Promise.all(
    (['19c', '23ai'] as const).map(
      async (name) => (await startWireServer({ engine, persona: WIRE_PERSONAS[name] })).port,
    ),
  );
  process.on('message', () => process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() }));
  process.send?.({ ports });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function measure(rows: number): Promise<void> {
  const child = fork(fileURLToPath(import.meta.url), ['serve'], { execArgv: [] });
  const next = async (): Promise<unknown> => new Promise((resolve) => child.once('message', resolve));
  const usage = async (): Promise<unknown> => {
    child.send('usage');
    return next();
  };
  try {
    const ports = portsOf(await next());
    for (const port of ports) {
      const connection = await oracledb.getConnection({
        user: 'b',
        password: 'b',
        connectString: `127.0.0.1:${port}/bench?sdu=65535`,
      });
      say(`-- ${connection.oracleServerVersionString}`);
      for (const source of ['encoded', 'values'])
        for (const form of ['native', 'text']) {
          await readRows(connection, `select ${form} from ${source} n ${Math.min(rows, 100_000)}`);
          const before = cpuOf(await usage());
          const seconds = await readRows(connection, `select ${form} from ${source} n ${rows}`);
          const cpuSeconds = (cpuOf(await usage()) - before) / 1e6;
          say(
            `${source.padEnd(8)} ${form.padEnd(7)} ${Math.round(rows / seconds)} rows/s, ${Math.round(rows / cpuSeconds)} rows/CPU s`,
          );
        }
      say(`array insert     ${Math.round(await insertRows(connection, rows / 5))} rows/s`);
      say(`server so far    ${JSON.stringify(await usage())}`);
      await connection.close();
    }
  } finally {
    child.kill();
  }
}

/** Microseconds. */
function cpuOf(message: unknown): number {
  if (typeof message !== 'object' || message === null || !('cpu' in message)) throw new Error('no usage');
  const { cpu } = message;
  if (typeof cpu !== 'object' || cpu === null || !('user' in cpu) || !('system' in cpu)) throw new Error('no usage');
  return Number(cpu.user) + Number(cpu.system);
}

function portsOf(message: unknown): readonly number[] {
  if (typeof message !== 'object' || message === null || !('ports' in message) || !Array.isArray(message.ports))
    throw new Error('the server did not start');
  return message.ports.map(Number);
}

async function readRows(connection: oracledb.Connection, sql: string): Promise<number> {
  const started = performance.now();
  const { resultSet } = await connection.execute(sql, [], {
    resultSet: true,
    prefetchRows: FETCH_ROWS,
    fetchArraySize: FETCH_ROWS,
  });
  if (resultSet === undefined) throw new Error('no result set');
  let rows: unknown[];
  do rows = await resultSet.getRows(FETCH_ROWS);
  while (rows.length === FETCH_ROWS);
  await resultSet.close();
  return (performance.now() - started) / 1000;
}

async function insertRows(connection: oracledb.Connection, count: number): Promise<number> {
  const rows = Array.from({ length: ARRAY_ROWS }, (_, i) => [i, `name ${i}`, i / 8, new Date(0), 'x'.repeat(40)]);
  const started = performance.now();
  for (let done = 0; done < count; done += ARRAY_ROWS)
    await connection.executeMany('insert into t values (:1, :2, :3, :4, :5)', rows);
  return (count * 1000) / (performance.now() - started);
}

const [, , argument = '500000'] = process.argv;
if (argument === 'serve') await serve();
else await measure(Number(argument));
