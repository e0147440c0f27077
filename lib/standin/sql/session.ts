import type { Database } from './database.ts';
import type { BatchResult, Binds, StatementDescription, StatementResult } from './session-result.ts';

/** Who is at the other end, as V$SESSION shows it. */
export interface ClientInfo {
  readonly program: string;
  readonly machine: string;
  readonly osUser: string;
}

export interface ExecuteOptions {
  /** Commit after success, in the same call. */
  readonly autocommit?: boolean;
}

export interface BatchOptions extends ExecuteOptions {
  /** Go on after a failing row and list the errors (SAVE EXCEPTIONS). */
  readonly batchErrors?: boolean;
}

/**
 * One session. Statements of a session run one after another: the caller awaits each. A statement that meets a row locked by
 * another session waits inside `execute`.
 */
export class SqlSession {
  readonly database: Database;
  readonly user: string;
  /** SID and SERIAL# of V$SESSION. */
  readonly id: number;
  readonly serial: number;
  readonly client: ClientInfo;

  constructor(
    database: Database,
    user: string,
    client: ClientInfo = { program: 'unknown', machine: 'unknown', osUser: 'unknown' },
  ) {
    this.database = database;
    this.user = user;
    this.client = client;
    this.id = 0;
    this.serial = 0;
  }

  /** Parses (and for queries resolves names), runs nothing. Throws OracleError. */
  async describe(_text: string): Promise<StatementDescription> {
    throw new Error('being built');
  }

  async execute(_text: string, _binds: Binds = [], _options: ExecuteOptions = {}): Promise<StatementResult> {
    throw new Error('being built');
  }

  /** One statement, many rows of binds: the statement is compiled once. */
  async executeBatch(_text: string, _rows: readonly Binds[], _options: BatchOptions = {}): Promise<BatchResult> {
    throw new Error('being built');
  }

  async commit(): Promise<void> {
    throw new Error('being built');
  }

  async rollback(): Promise<void> {
    throw new Error('being built');
  }

  /** Ends a statement that waits for a lock with ORA-01013; without one the next statement is not affected. */
  cancel(): void {
    throw new Error('being built');
  }

  /** Rolls back what is open. */
  async close(): Promise<void> {
    throw new Error('being built');
  }
}
