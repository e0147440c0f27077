import { oracleError } from '../oracle-error.ts';
import type { DictionaryContext } from '../dictionary/view.ts';
import type { Table } from './catalog/table.ts';
import type { Database } from './database.ts';
import { instanceFacts, sessionFacts } from './execute/instance-facts.ts';
import { PlanCache } from './execute/plan-cache.ts';
import { RowLocked } from './execute/row-locked.ts';
import { describeStatement, runStatement, runStatementBatch } from './execute/run-statement.ts';
import { refreshIndexes } from './execute/table-indexes-of.ts';
import { userEnvironment } from './execute/user-environment.ts';
import type { BatchResult, Binds, StatementDescription, StatementResult } from './session-result.ts';
import type { HeapSegment } from './store/segment.ts';
import { TableIndexes } from './store/table-indexes.ts';
import { NOTHING_DONE } from './store/transaction.ts';
import type { Transaction } from './store/transaction.ts';
import type { ReadView } from './store/undo.ts';
import { DEFAULT_NLS } from './values/nls.ts';
import type { NlsSettings } from './values/nls.ts';

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

const UNKNOWN_CLIENT: ClientInfo = { program: 'unknown', machine: 'unknown', osUser: 'unknown' };

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
  readonly logonAtMs: number;
  lastCallAtMs: number;
  currentSchema: string;
  nls: NlsSettings = DEFAULT_NLS;
  serializable = false;
  module: string | null = null;
  action: string | null = null;
  clientIdentifier: string | null = null;
  clientInfo: string | null = null;
  active = false;
  killed = false;
  transaction: Transaction | null = null;
  /** The transaction whose end this session waits for. */
  waitsFor: Transaction | null = null;
  /** CURRVAL by object id of the sequence. */
  readonly sequenceValues = new Map<number, bigint>();
  readonly plans = new PlanCache();
  /** Lines of DBMS_OUTPUT; null while it is not enabled. */
  output: string[] | null = null;
  #partialLine = '';
  readonly #temporary = new Map<number, HeapSegment>();
  #cancel: (() => void) | null = null;
  #closed = false;

  constructor(database: Database, user: string, client: ClientInfo = UNKNOWN_CLIENT, id = 1) {
    this.database = database;
    this.user = user;
    this.client = client;
    this.id = id;
    this.serial = 10_000 + ((id * 7919) % 50_000);
    this.currentSchema = user;
    this.logonAtMs = database.clock.nowMs();
    this.lastCallAtMs = this.logonAtMs;
  }

  /** Parses (and for queries resolves names), runs nothing. Throws OracleError. */
  async describe(text: string): Promise<StatementDescription> {
    return describeStatement(this, text);
  }

  async execute(text: string, binds: Binds = [], options: ExecuteOptions = {}): Promise<StatementResult> {
    return this.#call(async () => {
      const result = await runStatement(this, text, binds);
      if (options.autocommit === true) await this.commit();
      return result;
    });
  }

  /** One statement, many rows of binds: the statement is compiled once. */
  async executeBatch(text: string, rows: readonly Binds[], options: BatchOptions = {}): Promise<BatchResult> {
    return this.#call(async () => {
      const result = await runStatementBatch(this, text, rows, options.batchErrors ?? false);
      if (options.autocommit === true) await this.commit();
      return result;
    });
  }

  async #call<T>(run: () => Promise<T>): Promise<T> {
    if (this.killed) throw oracleError(28);
    if (this.#closed) throw oracleError(1012);
    this.active = true;
    this.lastCallAtMs = this.database.clock.nowMs();
    try {
      return await run();
    } finally {
      this.active = false;
    }
  }

  // ------------------------------------------------------------------ transactions

  async commit(): Promise<void> {
    const { transaction } = this;
    if (transaction === null) {
      this.#endTemporary();
      return;
    }
    try {
      for (const check of [...transaction.deferredChecks.values()]) await this.#awaitLocks(check);
    } catch (error) {
      this.#rollbackNow();
      throw commitFailed(error);
    }
    this.transaction = null;
    this.database.store.commit(transaction);
    this.#endTemporary();
  }

  async rollback(): Promise<void> {
    this.#rollbackNow();
  }

  #rollbackNow(): void {
    const { transaction } = this;
    this.transaction = null;
    if (transaction !== null) this.database.store.rollback(transaction);
    this.#endTemporary();
  }

  /** True while rows are changed (or locked) and not committed. */
  get inTransaction(): boolean {
    return this.transaction !== null && this.transaction.undo.length > 0;
  }

  /** The session's transaction; begun when there is none. */
  transactionForChange(): Transaction {
    if (this.transaction === null) {
      const { user, id, serial } = this;
      this.transaction = this.database.store.begin({ user, sessionId: id, serial });
      if (this.serializable) this.transaction.snapshotScn = this.database.store.scn.current;
    }
    if (this.transaction.readOnly) throw oracleError(1456);
    return this.transaction;
  }

  /** Leaves the transaction to its fate: the session has none afterwards. */
  detachTransaction(): Transaction {
    const transaction = this.transactionForChange();
    this.transaction = null;
    return transaction;
  }

  /** What the next statement sees. `changes`: it writes, and does not see its own writes; `sameStatement`: it is another row of a batch. */
  readView(changes: boolean, sameStatement = false): ReadView {
    const { store } = this.database;
    const transaction = changes ? this.transactionForChange() : this.transaction;
    store.retention.expire(this.database.clock.nowMs());
    const scn = transaction?.snapshotScn ?? store.scn.current;
    if (transaction === null) return { scn, transaction, command: 0 };
    if (changes && (!sameStatement || transaction.command === 0)) transaction.command += 1;
    return { scn, transaction, command: transaction.command + (changes ? 0 : 1) };
  }

  /** Runs a statement that may meet locked rows: undone, waited for, run again. Whatever fails is undone as a whole. */
  async withLocks<T>(run: () => T): Promise<T> {
    for (;;) {
      try {
        return this.atomically(run);
      } catch (error) {
        if (!(error instanceof RowLocked)) throw error;
        await this.#waitFor(error);
      }
    }
  }

  /** The same without waiting: null when a lock is in the way. */
  tryOnce<T>(run: () => T): T | null {
    try {
      return this.atomically(run);
    } catch (error) {
      if (error instanceof RowLocked) return null;
      throw error;
    }
  }

  /** All or nothing. */
  atomically<T>(run: () => T): T {
    const before = this.transaction;
    const mark = before?.mark ?? NOTHING_DONE;
    try {
      return run();
    } catch (error) {
      if (this.transaction !== null) this.database.store.rollbackTo(this.transaction, mark);
      throw error;
    } finally {
      this.#dropIdleTransaction(before);
    }
  }

  /** A transaction begins with its first change: a statement that changed nothing has begun none. */
  #dropIdleTransaction(before: Transaction | null): void {
    const { transaction } = this;
    if (before !== null || transaction === null || transaction.undo.length > 0 || transaction.snapshotScn !== null)
      return;
    if (transaction.savepoints.length > 0 || transaction.tableLocks.size > 0) return;
    this.transaction = null;
    this.database.store.rollback(transaction);
  }

  async #awaitLocks(check: () => void): Promise<void> {
    for (;;) {
      try {
        check();
        return;
      } catch (error) {
        if (!(error instanceof RowLocked)) throw error;
        await this.#waitFor(error);
      }
    }
  }

  /** Throws ORA-00054, ORA-30006, ORA-00060, ORA-01591, ORA-01013. */
  async #waitFor({ holder, waitSeconds }: RowLocked): Promise<void> {
    if (holder.state === 'prepared') throw oracleError(1591, holder.text);
    if (waitSeconds === 0) throw oracleError(54);
    for (let other: Transaction | null = holder; other !== null; other = other.waitsFor) {
      if (other === this.transaction) throw oracleError(60);
    }
    const mine = this.transaction;
    this.waitsFor = holder;
    if (mine !== null) mine.waitsFor = holder;
    const { promise: cancelled, resolve } = Promise.withResolvers<'cancelled'>();
    this.#cancel = () => resolve('cancelled');
    const races: Promise<'ended' | 'cancelled' | 'late'>[] = [holder.ended.then(() => 'ended' as const), cancelled];
    let timer: NodeJS.Timeout | undefined;
    if (waitSeconds !== null) {
      races.push(
        new Promise((late) => {
          timer = setTimeout(() => late('late'), waitSeconds * 1000);
        }),
      );
    }
    try {
      const outcome = await Promise.race(races);
      if (outcome === 'cancelled') throw oracleError(this.killed ? 28 : 1013);
      if (outcome === 'late') throw oracleError(30006);
    } finally {
      clearTimeout(timer);
      this.#cancel = null;
      this.waitsFor = null;
      if (mine !== null) mine.waitsFor = null;
    }
  }

  // ------------------------------------------------------------------ temporary tables

  /** This session's rows of a global temporary table. */
  temporarySegment(table: Table): HeapSegment {
    const known = this.#temporary.get(table.objectId);
    if (known !== undefined) return known;
    const indexes = new TableIndexes();
    refreshIndexes(table, indexes, []);
    const { store, catalog } = this.database;
    const segment = store.newSegment(table.objectId, catalog.nextObjectId(), 'USERS', indexes);
    this.#temporary.set(table.objectId, segment);
    return segment;
  }

  /** ON COMMIT DELETE ROWS, and TRUNCATE. */
  emptyTemporary(objectId: number): void {
    const segment = this.#temporary.get(objectId);
    if (segment !== undefined) this.database.store.release(segment);
    this.#temporary.delete(objectId);
    this.plans.forget();
  }

  #endTemporary(): void {
    if (this.#temporary.size === 0) return;
    for (const table of this.database.catalog.tables()) {
      if (table.temporary === 'delete rows' && this.#temporary.has(table.objectId)) this.emptyTemporary(table.objectId);
    }
  }

  // ------------------------------------------------------------------ the rest

  /** ALTER SESSION SET CURRENT_SCHEMA, by a name in its stored case. */
  setCurrentSchema(name: string): void {
    if (!this.database.catalog.users.has(name)) throw oracleError(1435);
    this.currentSchema = name;
  }

  /** MODULE, ACTION, CLIENT_IDENTIFIER and CLIENT_INFO of V$SESSION; what is absent stays. */
  setAttributes(attributes: {
    readonly module?: string;
    readonly action?: string;
    readonly clientIdentifier?: string;
    readonly clientInfo?: string;
  }): void {
    this.module = attributes.module ?? this.module;
    this.action = attributes.action ?? this.action;
    this.clientIdentifier = attributes.clientIdentifier ?? this.clientIdentifier;
    this.clientInfo = attributes.clientInfo ?? this.clientInfo;
  }

  /** DBMS_OUTPUT.PUT. */
  put(text: string): void {
    if (this.output !== null) this.#partialLine += text;
  }

  /** DBMS_OUTPUT.PUT_LINE. */
  putLine(text: string): void {
    this.output?.push(this.#partialLine + text);
    this.#partialLine = '';
  }

  /** SYS_CONTEXT. */
  contextValue(namespace: string, parameter: string): string | null {
    return namespace === 'USERENV' ? userEnvironment(this, parameter) : null;
  }

  /** What dictionary views are told when this session (or a view of `user`) reads them. */
  dictionaryContext(user: string): DictionaryContext {
    const { catalog, dictionary, persona } = this.database;
    const session = { ...sessionFacts(this), user };
    return { catalog, dictionary, persona, session, instance: instanceFacts(this.database) };
  }

  /** Ends a statement that waits for a lock with ORA-01013; without one the next statement is not affected. */
  cancel(): void {
    this.#cancel?.();
  }

  /** ALTER SYSTEM KILL SESSION. */
  kill(): void {
    this.killed = true;
    this.cancel();
    this.#rollbackNow();
    this.client.kill?.();
  }

  /** Rolls back what is open. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.cancel();
    this.#rollbackNow();
    for (const objectId of [...this.#temporary.keys()]) this.emptyTemporary(objectId);
    this.database.sessions.delete(this);
  }
}

/** ORA-02091 above the violated constraint. */
function commitFailed(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const outer = oracleError(2091);
  outer.message = `${outer.message}\n${error.message}`;
  return outer;
}
