import { describe, expect, test } from 'vitest';
import { OracleError } from '../../../../lib/standin/oracle-error.ts';
import { Database } from '../../../../lib/standin/sql/database.ts';
import type { SqlSession } from '../../../../lib/standin/sql/session.ts';
import { valueText } from '../value-text.ts';

const SEEDS = 500;
const STEPS = 40;
const SESSIONS = 3;
const KEYS = 8;

/** A small generator of numbers: the same row of them for the same seed. */
function randomOf(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return (state >>> 8) % below;
  };
}

type Rows = ReadonlyMap<number, string>;

/**
 * The naive model: committed rows as one map, each session's open changes as a list applied over it, and every committed state under
 * its SCN. Sessions own disjoint keys while they have changes open, so that nobody waits.
 */
class Model {
  committed: Rows = new Map();
  readonly history: { readonly scn: bigint; readonly rows: Rows }[] = [];
  readonly open: Map<number, string | null>[] = Array.from(
    { length: SESSIONS },
    () => new Map<number, string | null>(),
  );
  readonly savepoints: (Map<number, string | null> | null)[] = Array.from({ length: SESSIONS }, () => null);

  seenBy(session: number): Map<number, string> {
    const rows = new Map(this.committed);
    for (const [key, value] of this.open[session] ?? []) {
      if (value === null) rows.delete(key);
      else rows.set(key, value);
    }
    return rows;
  }

  isFree(key: number, session: number): boolean {
    return this.open.every((changes, other) => other === session || !changes.has(key));
  }

  /** Keys locked before a savepoint stay locked, their values go back. */
  backToSavepoint(session: number): void {
    const saved = this.savepoints[session];
    if (saved !== undefined && saved !== null) this.open[session] = new Map(saved);
  }

  end(session: number, keep: boolean, scn: bigint): void {
    if (keep) this.committed = this.seenBy(session);
    this.open[session] = new Map();
    this.savepoints[session] = null;
    this.history.push({ scn, rows: this.committed });
  }
}

function spelled(rows: Rows): string {
  return [...rows].sort(([a], [b]) => a - b).map(([key, value]) => `${key}|${value}`).join(';'); // prettier-ignore
}

async function read(session: SqlSession, text: string): Promise<string> {
  const result = await session.execute(text);
  if (result.kind !== 'query') throw new Error('no query');
  return [...result.rows].map((row) => row.map(valueText).join('|')).join(';');
}

async function step(
  model: Model,
  sessions: readonly SqlSession[],
  database: Database,
  random: (below: number) => number,
): Promise<void> {
  const at = random(SESSIONS);
  const session = sessions[at];
  const changes = model.open[at];
  if (session === undefined || changes === undefined) return;
  const key = random(KEYS);
  const value = `v${random(1000)}`.padEnd(1 + random(60), 'x');
  const action = random(14);
  if (action < 8) {
    if (!model.isFree(key, at)) return;
    const exists = model.seenBy(at).has(key);
    if (action < 4) {
      const done = await session.execute(`insert into t values (${key}, '${value}')`).then(() => true, refused(1));
      expect(done).toBe(!exists);
      if (done) changes.set(key, value);
    } else if (action < 6) {
      const result = await session.execute(`update t set v = '${value}' where k = ${key}`);
      expect(result).toMatchObject({ rowsAffected: exists ? 1 : 0 });
      if (exists) changes.set(key, value);
    } else {
      await session.execute(`delete from t where k = ${key}`);
      if (exists) changes.set(key, null);
    }
  } else if (action === 8) {
    await session.execute('savepoint s');
    model.savepoints[at] = new Map(changes);
  } else if (action === 9) {
    if (model.savepoints[at] === null) return;
    await session.execute('rollback to s');
    model.backToSavepoint(at);
  } else if (action === 10) {
    await session.commit();
    model.end(at, true, database.store.scn.current);
  } else if (action === 11) {
    await session.rollback();
    model.end(at, false, database.store.scn.current);
  } else if (action === 12) {
    expect(await read(session, 'select k, v from t order by k')).toBe(spelled(model.seenBy(at)));
  } else await readThePast(model, session, random);
}

function refused(code: number): (error: unknown) => false {
  return (error) => {
    if (error instanceof OracleError && error.code === code) return false;
    throw error;
  };
}

async function readThePast(model: Model, session: SqlSession, random: (below: number) => number): Promise<void> {
  const moment = model.history[random(Math.max(1, model.history.length))];
  if (moment === undefined) return;
  const past = `t as of scn ${moment.scn}`;
  expect(await read(session, `select k, v from ${past} order by k`)).toBe(spelled(moment.rows));
  const low = random(KEYS);
  const part = new Map([...moment.rows].filter(([key]) => key >= low));
  expect(await read(session, `select k, v from ${past} where k >= ${low} order by k`)).toBe(spelled(part));
}

describe('the store against a naive model', () => {
  test(`${SEEDS} seeds of changes, savepoints, commits and reads of the past`, async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const random = randomOf(seed);
      const database = new Database({ clock: { nowMs: () => 0 } });
      const sessions = Array.from({ length: SESSIONS }, () => database.openSession('SYSTEM'));
      await sessions[0]?.execute('create table t (k number primary key, v varchar2(100))');
      const model = new Model();
      try {
        for (let count = 0; count < STEPS; count += 1) await step(model, sessions, database, random);
        for (const [at, session] of sessions.entries()) {
          await session.commit();
          model.end(at, true, database.store.scn.current);
        }
        expect(await read(sessions[0] ?? database.openSession('SYSTEM'), 'select k, v from t order by k')).toBe(
          spelled(model.committed),
        );
        for (const moment of model.history) {
          expect(
            await read(database.openSession('SYSTEM'), `select k, v from t as of scn ${moment.scn} order by k`),
          ).toBe(spelled(moment.rows));
        }
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error });
      }
    }
  });
});
