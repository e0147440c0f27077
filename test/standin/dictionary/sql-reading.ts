import type { PersonaOptions } from '../../../lib/standin/dictionary/persona.ts';
import { Database } from '../../../lib/standin/sql/database.ts';
import type { SqlSession } from '../../../lib/standin/sql/session.ts';
import { plainValue } from './dictionary-reading.ts';

/** Noon of 1 March 2024, UTC: the clock of these databases stands still. */
const NOW_MS = Date.UTC(2024, 2, 1, 12, 0, 0);

/** A database asked in SQL, each user through a session of his own. */
export class SqlReading {
  readonly database: Database;
  readonly #sessions = new Map<string, SqlSession>();

  constructor(persona: PersonaOptions = {}) {
    this.database = new Database({ persona, clock: { nowMs: () => NOW_MS } });
  }

  session(user: string): SqlSession {
    const known = this.#sessions.get(user);
    if (known !== undefined) return known;
    const opened = this.database.openSession(user);
    this.#sessions.set(user, opened);
    return opened;
  }

  /** Runs statements one after another, as the user. */
  async run(user: string, ...statements: readonly string[]): Promise<void> {
    for (const statement of statements) await this.session(user).execute(statement);
  }

  /** The rows of a query as plain values: numbers as text, dates as `2024-03-01 12:00:00`. */
  async query(user: string, text: string): Promise<unknown[][]> {
    const result = await this.session(user).execute(text);
    if (result.kind !== 'query') throw new Error(`no query: ${text}`);
    return [...result.rows].map((row) => row.map(plainValue));
  }
}
