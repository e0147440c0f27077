/**
 * Full load against the fastest loader there is: rows of a source over its wire into the target, by the product's own load path
 * in a process of its own, and the same rows by `mariadb`'s LOAD DATA LOCAL INFILE from a file that lies ready, with no source
 * to read. The sides take turns; each run begins with an empty table and must leave the same one behind.
 */
import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { cutByRowid } from '../../lib/engine/load/cut-ranges.ts';
import type { MariadbServer } from '../../lib/local/mariadb/embedded-server.ts';
import { startMariadb } from '../../lib/local/mariadb/mariadb-server.ts';
import type { ChunkRange } from '../../lib/model/chunk.ts';
import { OceanbaseSchema } from '../../lib/oceanbase/client/schema-target.ts';
import { OceanbaseLoader } from '../../lib/oceanbase/client/target-loader.ts';
import { openRowSource } from '../../lib/oracle/client/row-source.ts';
import { openSchemaSource } from '../../lib/oracle/client/schema-source.ts';
import { benchPlan, createTarget, fileLine } from './full-load/bench-table.ts';
import type { LoadOrder } from './full-load/bench-loader.ts';
import { type Measured, median, processUsage, usageBetween } from './process-usage.ts';

export interface FullLoadOptions {
  readonly rows: number;
  readonly runs: number;
  /** Loader processes at once. */
  readonly workers: number;
  readonly source: 'encoded' | 'engine';
  readonly say: (line: string) => void;
}

export interface SideResult {
  readonly rowsPerSecond: number;
  readonly runs: readonly SideRun[];
}

export interface SideRun {
  readonly seconds: number;
  /** By process: CPU seconds of this run, most memory so far. */
  readonly processes: Readonly<Record<string, Measured>>;
}

export interface FullLoadResult {
  readonly bench: 'full-load';
  readonly rows: number;
  readonly workers: number;
  readonly source: 'encoded' | 'engine';
  readonly seaward: SideResult;
  readonly loadData: SideResult;
  /** Rows per second of the product to those of the other side. */
  readonly ratio: number;
  /** CHECKSUM TABLE after every run of either side; all equal, or the bench fails. */
  readonly checksum: string;
}

const database = 'bench';
const projectId = 'bench-00000000';
const limitMs = 900_000;

export async function benchFullLoad(options: FullLoadOptions): Promise<FullLoadResult> {
  const directory = await mkdtemp(path.join(tmpdir(), 'seaward-bench-'));
  await using stack = new AsyncDisposableStack();
  stack.defer(async () => rm(directory, { recursive: true, force: true }));
  options.say(`full-load: ${options.rows} rows, ${options.runs} runs of each side; filling the source`);
  const file = path.join(directory, 'rows.tsv');
  const [source, server] = await Promise.all([
    startSource(stack, options),
    startMariadb({ environment: process.env }).then((started) => stack.use(started)),
    pipeline(linesOf(options.rows), createWriteStream(file)),
  ]);
  const bench = await prepare(source, server, file, options);
  const sides: Record<'seaward' | 'loadData', SideRun[]> = { seaward: [], loadData: [] };
  // The first run of each side warms the source and the server and is not counted.
  for (let run = 0; run <= options.runs; run += 1) {
    for (const [name, side] of [
      ['seaward', bench.seaward],
      ['loadData', bench.loadData],
    ] as const) {
      await bench.empty();
      const result = await side(run + 1);
      await bench.check();
      if (run === 0) continue;
      sides[name].push(result);
      options.say(`  ${name.padEnd(9)} ${Math.round(options.rows / result.seconds)} rows/s ${usageText(result)}`);
    }
  }
  const seaward = sideResult(options.rows, sides.seaward);
  const loadData = sideResult(options.rows, sides.loadData);
  const ratio = seaward.rowsPerSecond / loadData.rowsPerSecond;
  const { rows, workers } = options;
  return {
    bench: 'full-load',
    rows,
    workers,
    source: options.source,
    seaward,
    loadData,
    ratio,
    checksum: await bench.check(),
  };
}

interface Bench {
  readonly seaward: (run: number) => Promise<SideRun>;
  readonly loadData: () => Promise<SideRun>;
  readonly empty: () => Promise<void>;
  /** Throws when the table is not the one of the first run. */
  readonly check: () => Promise<string>;
}

async function prepare(
  source: StartedSource,
  server: MariadbServer,
  file: string,
  options: FullLoadOptions,
): Promise<Bench> {
  const target = { host: server.host, port: server.port, user: server.user, password: server.password };
  const sql = async (statement: string): Promise<string> => client(server, ['-N', '-e', statement]);
  await sql(`CREATE DATABASE ${database}; ${createTarget(database)}`);
  const schema = new OceanbaseSchema(target);
  await schema.ensureProgress(projectId, AbortSignal.timeout(limitMs));
  await schema[Symbol.asyncDispose]();
  const { ranges, scn } = await rangesOf(source, options.rows);
  const serverId = (await server.processId()) ?? 0;
  let checksum: string | null = null;
  const measured = async (work: () => Promise<Record<string, Measured>>): Promise<SideRun> => {
    const before = await Promise.all([processUsage(serverId), processUsage(source.processId)]);
    const started = performance.now();
    const own = await work();
    const seconds = (performance.now() - started) / 1_000;
    const after = await Promise.all([processUsage(serverId), processUsage(source.processId)]);
    const [target, sourceUsage] = [usageBetween(before[0], after[0]), usageBetween(before[1], after[1])];
    return { seconds, processes: { ...own, target, source: sourceUsage } };
  };
  return {
    seaward: async (run) => {
      const order = { source: source.login, target, database, rows: options.rows, scn, projectId, round: run };
      return runLoaders(order, ranges, options.workers, measured);
    },
    loadData: async () =>
      measured(async () => {
        const statement = `LOAD DATA LOCAL INFILE '${file}' INTO TABLE ${database}.rows_in CHARACTER SET utf8mb4`;
        await client(server, ['--local-infile=1', '-e', statement]);
        return {};
      }),
    empty: async () => {
      await sql(`TRUNCATE TABLE ${database}.rows_in`);
    },
    check: async () => {
      const [count = '', sum = ''] = (
        await sql(`SELECT COUNT(*) FROM ${database}.rows_in; CHECKSUM TABLE ${database}.rows_in`)
      )
        .trim()
        .split('\n')
        .map((line) => line.split('\t').at(-1) ?? '');
      if (Number(count) !== options.rows) throw new Error(`the table holds ${count} rows instead of ${options.rows}`);
      checksum ??= sum;
      if (sum !== checksum) throw new Error('the two sides left different tables behind');
      return sum;
    },
  };
}

/** As functions get it on one machine. */
const functionHeap = ['--max-old-space-size=1592', '--max-semi-space-size=8'];

/** Starts the loaders first: a function that is called has been started, and so has the other side's client before it reads. */
async function runLoaders(
  order: Omit<LoadOrder, 'ranges' | 'chunkId'>,
  ranges: readonly ChunkRange[],
  workers: number,
  measured: (work: () => Promise<Record<string, Measured>>) => Promise<SideRun>,
): Promise<SideRun> {
  const { target, round, rows } = order;
  await using loader = new OceanbaseLoader(target);
  await loader.beginRound(projectId, round, AbortSignal.timeout(limitMs));
  const children = await Promise.all(
    Array.from({ length: workers }, async () => {
      const child = fork(path.join(import.meta.dirname, 'full-load/bench-loader.ts'), [], {
        env: { ...process.env, TZ: 'UTC' },
        execArgv: functionHeap,
      });
      await once(child, 'message');
      return child;
    }),
  );
  const run = await measured(async () => {
    const done = await Promise.all(
      children.map(async (child, worker) => {
        const own = ranges.filter((_, at) => at % workers === worker);
        return loadIn(child, { ...order, ranges: own, chunkId: `chunk-${worker}` });
      }),
    );
    const loaded = done.reduce((sum, one) => sum + one.rows, 0);
    if (loaded !== rows) throw new Error(`${loaded} rows were loaded instead of ${rows}`);
    if (done.some(({ modes }) => modes.includes('strict'))) throw new Error('a range was not loaded in bulk');
    return Object.fromEntries(
      done.map(({ cpuSeconds, peakRssBytes }, worker) => [`loader-${worker}`, { cpuSeconds, peakRssBytes }]),
    );
  });
  return run;
}

const doneSchema = z.object({
  kind: z.literal('done'),
  rows: z.int(),
  modes: z.array(z.string()),
  cpuSeconds: z.number(),
  peakRssBytes: z.number(),
});

async function loadIn(child: ChildProcess, order: LoadOrder): Promise<z.infer<typeof doneSchema>> {
  const answer = Promise.race([
    answerOf(child).then((message) => doneSchema.parse(message)),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`a loader ended with ${String(code)}`))),
  ]);
  child.send(order);
  return answer;
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once('message', resolve));
}

interface StartedSource {
  readonly processId: number;
  readonly login: LoadOrder['source'];
}

async function startSource(stack: AsyncDisposableStack, options: FullLoadOptions): Promise<StartedSource> {
  const program = path.join(import.meta.dirname, 'full-load/bench-source.ts');
  const child = fork(program, [String(options.rows), options.source]);
  stack.defer(() => void child.kill());
  const { port } = z.object({ port: z.int() }).parse(await answerOf(child));
  const login = { host: '127.0.0.1', port, serviceName: 'BENCH', user: 'system', password: 'oracle' };
  return { processId: child.pid ?? 0, login };
}

/** The ranges that planning cuts the table into, and the SCN to read them as of. */
async function rangesOf(
  { login }: StartedSource,
  rows: number,
): Promise<{ readonly ranges: readonly ChunkRange[]; readonly scn: string }> {
  const signal = AbortSignal.timeout(limitMs);
  const plan = benchPlan(database, rows);
  await using schema = await openSchemaSource(login, signal);
  await using source = await openRowSource(login, signal);
  const scn = await source.currentScn(signal);
  const { blockBytes } = await schema.info(signal);
  const ranges: ChunkRange[] = [];
  for await (const object of schema.listDataObjects([plan.source], signal))
    ranges.push(...cutByRowid(plan, object, blockBytes).map(({ range }) => range));
  return { ranges, scn: scn.toString() };
}

async function client(server: MariadbServer, parameters: readonly string[]): Promise<string> {
  if (server.client === null) throw new Error('there is no mariadb client beside the server');
  const { program, environment } = server.client;
  const address = ['--no-defaults', '-h', server.host, '-P', String(server.port), '-u', server.user];
  const { stdout } = await promisify(execFile)(program, [...address, ...parameters], {
    env: { ...environment, MYSQL_PWD: server.password },
  });
  return stdout;
}

function* linesOf(rows: number): Generator<string> {
  let text = '';
  for (let n = 1; n <= rows; n += 1) {
    text += fileLine(n);
    if (text.length < 65_536) continue;
    yield text;
    text = '';
  }
  yield text;
}

function sideResult(rows: number, runs: readonly SideRun[]): SideResult {
  return { rowsPerSecond: Math.round(rows / median(runs.map(({ seconds }) => seconds))), runs };
}

function usageText({ processes }: SideRun): string {
  return Object.entries(processes)
    .map(([name, { cpuSeconds, peakRssBytes }]) => `${name} ${cpuSeconds.toFixed(2)} CPU s ${mega(peakRssBytes)} MB`)
    .join(', ');
}

export function fullLoadLines({ seaward, loadData, ratio, rows, workers, source }: FullLoadResult): readonly string[] {
  return [
    `full-load, ${rows} rows, ${workers} loader process(es), source ${source}, medians of ${seaward.runs.length} runs`,
    `  seaward                ${seaward.rowsPerSecond} rows/s`,
    `  LOAD DATA from a file  ${loadData.rowsPerSecond} rows/s`,
    `  ratio                  ${ratio.toFixed(2)}`,
  ];
}

function mega(bytes: number): number {
  return Math.round(bytes / 1_048_576);
}
