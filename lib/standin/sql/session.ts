/*
 * WIRE to STORE: the wire also needs `inTransaction`, `setCurrentSchema` and `setAttributes` below (all synchronous, they come as
 * piggybacks of another call), `kill` to be called by ALTER SYSTEM KILL SESSION, and AUTH's `ALTER SESSION SET TIME_ZONE='+00:0'`
 * (minutes of one digit) to be accepted by `execute`. `lib/standin/server.ts` calls them.
 */
import type { Database } from './database.ts';
import type { BatchResult, Binds, StatementDescription, StatementResult } from './session-result.ts';

/** Who is at the other end, as V$SESSION shows it. */
export interface ClientInfo {
  readonly program: string;
  readonly machine: string;
  readonly osUser: string;
  /** Drops the connection of the client: for ALTER SYSTEM KILL SESSION. */
  readonly kill?: () => void;
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

  /** True while rows are changed (or locked) and not committed. */
  get inTransaction(): boolean {
    throw new Error('being built');
  }

  /** ALTER SESSION SET CURRENT_SCHEMA, by a name in its stored case. */
  setCurrentSchema(_name: string): void {
    throw new Error('being built');
  }

  /** MODULE, ACTION, CLIENT_IDENTIFIER and CLIENT_INFO of V$SESSION; what is absent stays. */
  setAttributes(_attributes: {
    readonly module?: string;
    readonly action?: string;
    readonly clientIdentifier?: string;
    readonly clientInfo?: string;
  }): void {
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
