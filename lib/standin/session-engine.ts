import type { Database } from './sql/database.ts';
import type { SqlSession } from './sql/session.ts';
import type { Account, Engine, EngineSession, Login } from './wire/engine.ts';

/** The SQL engine as the wire sees it: users with passwords, and sessions. */
export class SessionEngine implements Engine {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** A user without a password (NO AUTHENTICATION) cannot log on. */
  account(user: string): Account | null {
    const password = this.#database.catalog.users.get(user)?.password ?? null;
    return password === null ? null : { password };
  }

  openSession(login: Login, kill: () => void): EngineSession {
    const session: SqlSession = this.#database.openSession(login.user, {
      program: login.program,
      machine: login.machine,
      osUser: login.osUser,
      kill,
    });
    return session;
  }
}
