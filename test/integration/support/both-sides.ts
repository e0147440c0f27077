import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import oracledb from 'oracledb';
import { z } from 'zod';
import type { MariadbServer } from '../../../lib/local/mariadb/embedded-server.ts';
import { startMariadb } from '../../../lib/local/mariadb/mariadb-server.ts';
import { checkout, type SeawardProcess, startSeaward } from './seaward-process.ts';

export interface Source {
  readonly host: string;
  readonly port: number;
  readonly serviceName: string;
}

/** A stand-in of its own, a MariaDB of its own, and a directory for project files, secrets and state. */
export interface BothSides extends AsyncDisposable {
  readonly directory: string;
  readonly source: Source;
  readonly target: MariadbServer;
  /** Runs statements on the source as SYSTEM, one after the other, and commits. */
  onSource(...statements: readonly string[]): Promise<void>;
  sourceRows(query: string): Promise<readonly (readonly (string | null)[])[]>;
  onTarget(...statements: readonly string[]): Promise<void>;
  targetRows(query: string): Promise<readonly (readonly (string | null)[])[]>;
  /** Replaces the target after its server was killed: same port, same directory. */
  restartTarget(): Promise<void>;
  /** Writes a project file; its schema goes to the database of the same name, which is made. */
  project(name: string, schema: string, more?: Readonly<Record<string, unknown>>): Promise<ProjectPlace>;
  /** What a script that shares no code with the product says of the two sides of a schema. */
  compare(schema: string, database: string, tables: Readonly<Record<string, string>>): Promise<Compared>;
}

export interface ProjectPlace {
  readonly file: string;
  readonly state: string;
  readonly report: string;
  readonly database: string;
}

const compared = z.object({ differences: z.int(), rows: z.int(), details: z.array(z.string()) });
export type Compared = Readonly<z.infer<typeof compared>>;

const migrationUser = ['mig', 'mig-secret'] as const;

export async function startBothSides(): Promise<BothSides> {
  const directory = await mkdtemp(path.join(tmpdir(), 'seaward-integration-'));
  const init = path.join(directory, 'init.sql');
  await writeFile(init, initScript);
  const standIn = startSeaward(['stand-in', '--port', '0', '--init', init]);
  const kept = path.join(directory, 'mariadb');
  const places = { target: await startMariadb({ environment: process.env, directory: kept }) };
  await standIn.said(/Listening on/u);
  const [, host = '', port = ''] = /Listening on ([^:]+):(\d+)\//u.exec(standIn.text()) ?? [];
  const source = { host, port: Number(port), serviceName: /:\d+\/([^,\s]+),/u.exec(standIn.text())?.[1] ?? '' };
  await writeSecret(directory, 'source.json', ...migrationUser);
  await writeSecret(directory, 'target.json', places.target.user, places.target.password);
  const targetRows = async (query: string) => onMysql(places.target, [query]);
  return {
    directory,
    source,
    get target() {
      return places.target;
    },
    onSource: async (...statements) => {
      await onOracle(source, statements);
    },
    sourceRows: async (query) => onOracle(source, [query]),
    onTarget: async (...statements) => {
      await onMysql(places.target, statements);
    },
    targetRows,
    restartTarget: async () => {
      const before = places.target;
      await before.stop();
      places.target = await startMariadb({ environment: process.env, directory: kept, port: before.port });
    },
    project: async (name, schema, more = {}) => {
      const database = schema.toLowerCase();
      await onMysql(places.target, [
        `CREATE DATABASE IF NOT EXISTS \`${database}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
      ]);
      const file = path.join(directory, `${name}.json`);
      await writeFile(
        file,
        JSON.stringify({ ...projectFile(directory, name, schema, source, places.target), ...more }),
      );
      const report = path.join(directory, `${name}-report.json`);
      return { file, state: path.join(directory, `${name}-state`), report, database };
    },
    compare: async (schema, database, tables) => compareSides(source, places.target, schema, database, tables),
    [Symbol.asyncDispose]: async () => {
      await stopped(standIn);
      await places.target.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const initScript = `
CREATE USER ${migrationUser[0]} IDENTIFIED BY "${migrationUser[1]}";
GRANT CREATE SESSION, SELECT ANY TABLE, FLASHBACK ANY TABLE, SELECT_CATALOG_ROLE TO ${migrationUser[0]};
`;

export async function writeSecret(directory: string, name: string, user: string, password: string): Promise<void> {
  await writeFile(path.join(directory, name), JSON.stringify({ user, password }), { mode: 0o600 });
}

function projectFile(directory: string, name: string, schema: string, source: Source, target: MariadbServer): object {
  const secret = (file: string) => ({ file: path.join(directory, file) });
  return {
    name,
    source: { mode: 'primary', primary: { ...source, secret: secret('source.json') } },
    target: { host: target.host, port: target.port, secret: secret('target.json') },
    types: ['schema', 'full', 'verification'],
    objects: { rules: { include: [`${schema}.*`] } },
  };
}

async function stopped(one: SeawardProcess): Promise<void> {
  one.kill('SIGKILL', 'group');
  await one.ended;
}

/** Runs statements; the rows of the last one as text. */
async function onOracle(source: Source, statements: readonly string[]) {
  const connectString = `${source.host}:${source.port}/${source.serviceName}`;
  const connection = await oracledb.getConnection({ connectString, user: 'SYSTEM', password: 'oracle' });
  try {
    let rows: readonly (readonly (string | null)[])[] = [];
    for (const statement of statements) {
      const result = await connection.execute<unknown[]>(statement, [], { outFormat: oracledb.OUT_FORMAT_ARRAY });
      rows = (result.rows ?? []).map((row) => row.map(text));
    }
    await connection.commit();
    return rows;
  } finally {
    await connection.close();
  }
}

async function onMysql(target: MariadbServer, statements: readonly string[]) {
  const { host, port, user, password } = target;
  const connection = await createConnection({ host, port, user, password, charset: 'utf8mb4', dateStrings: true });
  try {
    let rows: readonly (readonly (string | null)[])[] = [];
    for (const sql of statements) {
      const [result] = await connection.query<RowDataPacket[][]>({ sql, rowsAsArray: true });
      rows = Array.isArray(result) ? result.map((row) => row.map(text)) : [];
    }
    return rows;
  } finally {
    connection.destroy();
  }
}

function text(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (Buffer.isBuffer(value)) return value.toString('hex');
  return JSON.stringify(value);
}

async function compareSides(
  source: Source,
  { host, port, user, password }: MariadbServer,
  schema: string,
  database: string,
  tables: Readonly<Record<string, string>>,
): Promise<Compared> {
  const connectString = `${source.host}:${source.port}/${source.serviceName}`;
  const sides = {
    oracle: { connectString, user: 'SYSTEM', password: 'oracle', schema },
    mysql: { host, port, user, password, database },
    tables,
  };
  const node = path.join(checkout, 'node_modules', '.bin', 'node');
  const { stdout } = await promisify(execFile)(node, [path.join(checkout, 'bin', 'compare-sides.ts')], {
    env: { ...process.env, TZ: 'UTC', COMPARE_SIDES: JSON.stringify(sides) },
  });
  return compared.parse(JSON.parse(stdout));
}
