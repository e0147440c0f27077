/**
 * The source of the benchmark, a process of its own: the stand-in with the benchmark's table. By default it answers a query that
 * was asked before with the same binds from rows it has encoded then, so that the product is measured and not the stand-in's
 * SQL; `engine` makes it work out every answer. The first answer always comes from the SQL engine.
 */
import { Database } from '../../../lib/standin/sql/database.ts';
import type { BatchResult, Bind, ResultColumn, StatementResult } from '../../../lib/standin/sql/session-result.ts';
import type { SqlSession } from '../../../lib/standin/sql/session.ts';
import type { SqlValue } from '../../../lib/standin/sql/values/value.ts';
import { runScript } from '../../../lib/standin/run-script.ts';
import { type EncodedQuery, encodeRows } from '../../../lib/standin/wire/encoded-rows.ts';
import type { Engine, EngineSession } from '../../../lib/standin/wire/engine.ts';
import { WIRE_PERSONAS } from '../../../lib/standin/wire/wire-settings.ts';
import { startWireServer } from '../../../lib/standin/wire/wire-server.ts';
import { createSource, fillSource } from './bench-table.ts';

const fillRows = 20_000;
/** Queries with fewer rows are not kept: the dictionary and the SCN must stay live. */
const keptRowsMin = 1_000;

type Kept = Map<string, EncodedQuery>;

/** A session of the SQL engine that remembers large answers in wire form. */
class KeepingSession implements EngineSession {
  readonly #session: SqlSession;
  readonly #kept: Kept;

  constructor(session: SqlSession, kept: Kept) {
    this.#session = session;
    this.#kept = kept;
  }

  get id(): number {
    return this.#session.id;
  }

  get serial(): number {
    return this.#session.serial;
  }

  get inTransaction(): boolean {
    return this.#session.inTransaction;
  }

  async describe(text: string): Promise<{ readonly columns: readonly ResultColumn[] }> {
    return this.#session.describe(text);
  }

  async execute(text: string, binds: readonly Bind[]): Promise<StatementResult | EncodedQuery> {
    const name = JSON.stringify([text, binds.map(({ value }) => value)], (_, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    );
    const kept = this.#kept.get(name);
    if (kept !== undefined) return kept;
    const result = await this.#session.execute(text, [...binds]);
    if (result.kind !== 'query') return result;
    const rows: (readonly SqlValue[])[] = [];
    for (const row of result.rows) rows.push([...row]);
    if (rows.length < keptRowsMin) return { ...result, rows };
    const query = { kind: 'encoded-query' as const, columns: result.columns, rows: encodeRows(result.columns, rows) };
    this.#kept.set(name, query);
    return query;
  }

  async executeBatch(
    text: string,
    rows: readonly (readonly Bind[])[],
    options: { readonly batchErrors: boolean },
  ): Promise<BatchResult> {
    return this.#session.executeBatch(text, rows, options);
  }

  async commit(): Promise<void> {
    await this.#session.commit();
  }

  async rollback(): Promise<void> {
    await this.#session.rollback();
  }

  cancel(): void {
    this.#session.cancel();
  }

  setCurrentSchema(name: string): void {
    this.#session.setCurrentSchema(name);
  }

  setAttributes(): void {
    // Names of modules and actions change no answer.
  }

  async close(): Promise<void> {
    await this.#session.close();
  }
}

async function serve(rows: number, kind: string): Promise<void> {
  const database = new Database({
    systemPassword: 'oracle',
    undo: { retentionMs: 900_000, bytesMax: 8 * 1024 * 1024 },
  });
  const session = database.openSession('SYSTEM');
  await runScript(session, `CREATE USER bench IDENTIFIED BY "bench" QUOTA UNLIMITED ON users;\n${createSource};`);
  for (let from = 0; from < rows; from += fillRows) {
    await session.execute(fillSource(from, Math.min(fillRows, rows - from)));
    await session.commit();
  }
  await session.close();
  const kept: Kept = new Map();
  const engine: Engine = {
    account: (user) => {
      const password = database.catalog.users.get(user)?.password ?? null;
      return password === null ? null : { password };
    },
    openSession: ({ user, program, machine, osUser }, kill) => {
      const opened = database.openSession(user, { program, machine, osUser, kill });
      return kind === 'engine' ? opened : new KeepingSession(opened, kept);
    },
  };
  const { port } = await startWireServer({ engine, persona: WIRE_PERSONAS['19c'], services: ['BENCH'] });
  process.once('disconnect', () => process.exit(0));
  process.send?.({ port });
}

const [, , rows = '0', kind = 'encoded'] = process.argv;
await serve(Number(rows), kind);
