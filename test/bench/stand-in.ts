/**
 * How fast the whole stand-in is, measured by the real driver from another process:
 *
 *     node test/bench/stand-in.ts [rows] [profile]
 *
 * Loads so many rows of ten columns by array INSERT, reads them back as a migration reads them (everything as text, as of a SCN,
 * by a range of ROWIDs) and as they are, then changes single rows. With `profile` the server writes a CPU profile to the
 * directory it is started in. The second number is rows per second of the server's CPU time: what it would do with a core to itself
 * and a client that never makes it wait.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import oracledb from 'oracledb';
import { startStandIn } from '../../lib/standin/server.ts';

/** Without them the heap keeps some 200 MB that it does not use. */
const SMALL_HEAP = ['--max-old-space-size=240', '--max-semi-space-size=8'];
const UNDO = { retentionMs: 900_000, bytesMax: 32 * 1024 * 1024 };
const ARRAY_ROWS = 10_000;
const FETCH_ROWS = 1000;
const SINGLE_ROWS = 5000;
const CREATE = `CREATE TABLE bench.t (
  id NUMBER(10) CONSTRAINT t_pk PRIMARY KEY, account NUMBER(18), amount NUMBER(14,2), name VARCHAR2(60), descr VARCHAR2(200),
  status CHAR(8), created DATE, updated TIMESTAMP(6), flag VARCHAR2(1), ratio NUMBER)`;
const AS_TEXT = `SELECT TO_CHAR(id), TO_CHAR(account), TO_CHAR(amount), name, descr, status,
  TO_CHAR(created, 'SYYYY-MM-DD HH24:MI:SS'), TO_CHAR(updated, 'SYYYY-MM-DD HH24:MI:SS.FF6'), flag, TO_CHAR(ratio)
  FROM bench.t AS OF SCN $SCN WHERE ROWID >= CHARTOROWID('AAAAAAAAAAAAAAAAAA') AND ROWID <= CHARTOROWID('//////////////////')`;

async function serve(): Promise<void> {
  const { port } = await startStandIn({
    users: { BENCH: 'b' },
    database: { undo: UNDO },
    onInternalError: (error) => fail(error),
  });
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuSeconds: (user + system) / 1e6, rssMb: Math.round(process.memoryUsage.rss() / 2 ** 20) });
  });
  process.on('SIGTERM', () => process.exit());
  process.send?.({ port });
}

function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}

function say(what: string, detail: string): void {
  process.stdout.write(`${what.padEnd(22)} ${detail}\n`);
}

async function measure(rows: number, profile: boolean): Promise<void> {
  const execArgv = [...SMALL_HEAP, ...(profile ? ['--cpu-prof', '--cpu-prof-dir=.'] : [])];
  const env = { ...process.env, MALLOC_ARENA_MAX: '1' };
  const child = fork(fileURLToPath(import.meta.url), ['serve'], { execArgv, env });
  const next = async (): Promise<unknown> => new Promise((resolve) => child.once('message', resolve));
  const usage = async (): Promise<Usage> => {
    child.send('usage');
    return usageOf(await next());
  };
  const timed = async (what: string, count: number, work: () => Promise<void>): Promise<void> => {
    const before = await usage();
    const started = performance.now();
    await work();
    const seconds = (performance.now() - started) / 1000;
    const after = await usage();
    const perCpu = Math.round(count / (after.cpuSeconds - before.cpuSeconds));
    say(what, `${Math.round(count / seconds)} rows/s, ${perCpu} rows/CPU s, ${after.rssMb} MB`);
  };
  try {
    const connectString = `127.0.0.1:${portOf(await next())}/ORCLPDB1?sdu=65535`;
    const connection = await oracledb.getConnection({ user: 'system', password: 'oracle', connectString });
    await connection.execute(CREATE);
    await timed('array insert', rows, async () => load(connection, rows));
    const { rows: found } = await connection.execute<[string]>('SELECT TO_CHAR(current_scn) FROM v$database');
    const asText = AS_TEXT.replace('$SCN', found?.[0]?.[0] ?? '');
    for (const round of [1, 2]) await timed(`read as text ${round}`, rows, async () => read(connection, asText, rows));
    await timed('read as is', rows, async () => read(connection, 'SELECT * FROM bench.t', rows));
    await timed('single inserts', SINGLE_ROWS, async () => single(connection, rows));
    await connection.close();
  } finally {
    child.kill();
  }
}

function portOf(message: unknown): number {
  if (typeof message !== 'object' || message === null || !('port' in message)) throw new Error('no server');
  return Number(message.port);
}

interface Usage {
  readonly cpuSeconds: number;
  readonly rssMb: number;
}

function usageOf(message: unknown): Usage {
  if (typeof message !== 'object' || message === null || !('cpuSeconds' in message) || !('rssMb' in message))
    throw new Error('no usage');
  return { cpuSeconds: Number(message.cpuSeconds), rssMb: Number(message.rssMb) };
}

const INSERT = 'INSERT INTO bench.t VALUES (:1, :2, :3, :4, :5, :6, :7, :8, :9, :10)';

async function load(connection: oracledb.Connection, rows: number): Promise<void> {
  for (let done = 0; done < rows; done += ARRAY_ROWS) {
    const count = Math.min(ARRAY_ROWS, rows - done);
    const batch = Array.from({ length: count }, (_, index) => rowOf(done + index));
    await connection.executeMany(INSERT, batch, { autoCommit: true });
  }
}

function rowOf(i: number): unknown[] {
  return [
    i + 1,
    100_000_000_000_000 + i * 7919,
    ((i * 37) % 1_000_000) + (i % 100) / 100,
    `Customer name ${i} Example`,
    `Some free text that describes row number ${i} with an average length of about eighty`,
    'ACTIVE',
    new Date(Date.UTC(2000 + (i % 25), i % 12, 1 + (i % 28), 10, 20, i % 60)),
    new Date(1_700_000_000_000 + i * 331),
    'Y',
    (i % 1000) / 8,
  ];
}

async function read(connection: oracledb.Connection, sql: string, expected: number): Promise<void> {
  const options = { resultSet: true, prefetchRows: FETCH_ROWS, fetchArraySize: FETCH_ROWS } as const;
  const { resultSet } = await connection.execute(sql, [], options);
  let count = 0;
  for (;;) {
    const batch: unknown[] = (await resultSet?.getRows(FETCH_ROWS)) ?? [];
    count += batch.length;
    if (batch.length < FETCH_ROWS) break;
  }
  await resultSet?.close();
  if (count !== expected) throw new Error(`${count} rows instead of ${expected}`);
}

async function single(connection: oracledb.Connection, from: number): Promise<void> {
  for (let index = 0; index < SINGLE_ROWS; index += 1) await connection.execute(INSERT, rowOf(from + index));
  await connection.commit();
}

const [, , argument = '1000000', profile = ''] = process.argv;
if (argument === 'serve') await serve();
else await measure(Number(argument), profile === 'profile');
