import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { type Connection, createConnection, type QueryOptions } from 'mysql2';
import { assert, Fault } from '../../model/fault.ts';
import { limits } from '../../model/limits.ts';
import type { TargetServer } from '../../model/target-object.ts';
import type { WireRow } from '../sql/row-decoder.ts';
import { ownConnection } from '../sql/session-statements.ts';
import {
  probeStatement,
  type ProbedVariables,
  serverOf,
  sessionStatements,
  type SessionPurpose,
} from '../sql/server-probe.ts';
import { type DriverError, TargetFault } from './target-faults.ts';

/** Where the target is and who we are there. `user` is complete: `name@tenant#cluster` (see login-name.ts). */
export interface TargetAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** What a statement without rows did. */
export interface StatementResult {
  /** Rows matched by an UPDATE, written by an INSERT, deleted by a DELETE. */
  readonly affectedRows: number;
  readonly warnings: number;
  /** `Records: 5  Deleted: 0 ...` */
  readonly info: string;
}

const keepAliveMs = 10_000;

/**
 * One session on the target: text protocol, own literals only, every value as bytes. Statements run one after the other.
 * Every failure is a TargetFault; after one with recovery `lost` the session is of no more use.
 */
export class TargetConnection implements AsyncDisposable {
  readonly connectionId: string;
  readonly server: TargetServer;
  readonly variables: ProbedVariables;
  readonly #driver: Connection;
  readonly #socket: Socket;

  private constructor(
    driver: Connection,
    socket: Socket,
    id: string,
    server: TargetServer,
    variables: ProbedVariables,
  ) {
    this.#driver = driver;
    this.#socket = socket;
    this.connectionId = id;
    this.server = server;
    this.variables = variables;
  }

  /** Connects, asks what the server is, and sets the session up for its purpose. */
  static async open(address: TargetAddress, purpose: SessionPurpose, signal: AbortSignal): Promise<TargetConnection> {
    signal.throwIfAborted();
    const { driver, socket } = await connected(address, signal);
    try {
      const variables = new Map<string, string>();
      for (const row of await rowsOf(driver, socket, probeStatement, signal)) {
        variables.set((row[0]?.toString('utf8') ?? '').toLowerCase(), row[1]?.toString('utf8') ?? '');
      }
      const server = serverOf(variables);
      for (const statement of sessionStatements(server, purpose)) await run(driver, socket, { sql: statement }, signal);
      const [own] = await rowsOf(driver, socket, ownConnection, signal);
      const id = own?.[0]?.toString('latin1') ?? '';
      return new TargetConnection(driver, socket, id, server, variables);
    } catch (error) {
      socket.destroy();
      throw error;
    }
  }

  /** Runs a statement that answers without rows. */
  async run(sql: string, signal: AbortSignal): Promise<StatementResult> {
    return await run(this.#driver, this.#socket, { sql }, signal);
  }

  /** Runs a statement and returns all its rows: for answers known to be small. */
  async rows(sql: string, signal: AbortSignal): Promise<readonly WireRow[]> {
    return await rowsOf(this.#driver, this.#socket, sql, signal);
  }

  /** The first column of the first row as text, or null. */
  async value(sql: string, signal: AbortSignal): Promise<string | null> {
    const [row] = await this.rows(sql, signal);
    return row?.[0]?.toString('utf8') ?? null;
  }

  /** Runs LOAD DATA LOCAL with these bytes as its file. Nothing is read ahead of what the socket takes. */
  async load(sql: string, pieces: AsyncIterable<Buffer>, signal: AbortSignal): Promise<StatementResult> {
    const file = Readable.from(pieces, { objectMode: false, highWaterMark: 1 });
    try {
      return await run(this.#driver, this.#socket, { sql, infileStreamFactory: () => file }, signal);
    } finally {
      file.destroy();
    }
  }

  /** Rows as they come, in groups; the socket is paused while the consumer works. */
  async *stream(sql: string, signal: AbortSignal): AsyncIterable<readonly WireRow[]> {
    yield* rowGroups(this.#driver, this.#socket, sql, signal);
  }

  /** True when nothing more can be said on this session. */
  get closed(): boolean {
    return this.#socket.destroyed;
  }

  /** Ends the session at once, without a word to the server. */
  destroy(): void {
    this.#socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#socket.destroyed) return;
    await new Promise<void>((resolve) => {
      this.#socket.once('close', () => resolve());
      this.#driver.end(() => this.#socket.destroy());
    });
  }
}

async function connected(
  address: TargetAddress,
  signal: AbortSignal,
): Promise<{ readonly driver: Connection; readonly socket: Socket }> {
  const socket = connect({ host: address.host, port: address.port });
  socket.setNoDelay(true);
  socket.setKeepAlive(true, keepAliveMs);
  const driver = createConnection({
    user: address.user,
    password: address.password,
    stream: socket,
    connectTimeout: limits.connectTimeoutMs,
    charset: 'UTF8MB4_BIN',
    multipleStatements: false,
    rowsAsArray: true,
    typeCast: false,
    trace: false,
  });
  // A session that breaks between statements says so here; the next statement meets the closed socket.
  driver.on('error', () => socket.destroy());
  await settled(socket, signal, 'connecting', (done) => driver.connect(done));
  return { driver, socket };
}

/** Runs one exchange with the driver; an abort breaks the socket, which is the only thing that stops a running statement. */
async function settled<Answer>(
  socket: Socket,
  signal: AbortSignal,
  doing: string,
  start: (done: (error: unknown, answer?: Answer) => void) => void,
): Promise<Answer | undefined> {
  signal.throwIfAborted();
  return await new Promise<Answer | undefined>((resolve, reject) => {
    const onAbort = (): void => {
      socket.destroy();
      reject(abortReason(signal));
    };
    const onClose = (): void => finish(lostSession());
    const finish = (error: unknown, answer?: Answer): void => {
      signal.removeEventListener('abort', onAbort);
      socket.removeListener('close', onClose);
      if (error === null || error === undefined) resolve(answer);
      else reject(faultOf(error, doing));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (socket.destroyed) {
      finish(lostSession());
      return;
    }
    // The driver forgets its callback when the socket closes without an error.
    socket.once('close', onClose);
    start(finish);
  });
}

function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted');
}

function lostSession(): DriverError {
  return { errno: null, code: 'PROTOCOL_CONNECTION_LOST', sqlState: '', message: 'the connection is closed' };
}

/** Wraps what the driver threw; faults of our own (a row source that failed inside a load) pass through. */
function faultOf(error: unknown, doing: string): Error {
  if (error instanceof Fault) return error;
  const driverError = readDriverError(error);
  if (driverError === null) return error instanceof Error ? error : new Error(String(error));
  return new TargetFault(driverError, { doing });
}

/** Null for errors that are neither the server's nor the network's: those are bugs and stay as they are. */
function readDriverError(error: unknown): DriverError | null {
  if (typeof error !== 'object' || error === null) return null;
  const errno = 'errno' in error && typeof error.errno === 'number' && error.errno > 0 ? error.errno : null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const message = 'message' in error && typeof error.message === 'string' ? error.message : '';
  const sqlState = 'sqlState' in error && typeof error.sqlState === 'string' ? error.sqlState : '';
  if (message.includes('in closed state')) return lostSession();
  if (errno === null && code === '') return null;
  return { errno, code, sqlState, message };
}

async function run(
  driver: Connection,
  socket: Socket,
  options: QueryOptions,
  signal: AbortSignal,
): Promise<StatementResult> {
  const answer = await settled<unknown>(socket, signal, firstWords(options.sql), (done) => {
    driver.query(options, (error, result) => done(error, result));
  });
  if (typeof answer !== 'object' || answer === null) return { affectedRows: 0, warnings: 0, info: '' };
  return {
    affectedRows: 'affectedRows' in answer && typeof answer.affectedRows === 'number' ? answer.affectedRows : 0,
    warnings: 'warningStatus' in answer && typeof answer.warningStatus === 'number' ? answer.warningStatus : 0,
    info: 'info' in answer && typeof answer.info === 'string' ? answer.info : '',
  };
}

async function rowsOf(
  driver: Connection,
  socket: Socket,
  sql: string,
  signal: AbortSignal,
): Promise<readonly WireRow[]> {
  const answer = await settled<unknown>(socket, signal, firstWords(sql), (done) => {
    driver.query({ sql, rowsAsArray: true, typeCast: false }, (error, result) => done(error, result));
  });
  assert(Array.isArray(answer), 'a statement that was to return rows returned none');
  return answer.map(wireRow);
}

function wireRow(row: unknown): WireRow {
  assert(isWireRow(row), 'the driver returned a row that is not a list of bytes');
  return row;
}

function isWireRow(row: unknown): row is WireRow {
  return Array.isArray(row);
}

/** `INSERT INTO`, `LOAD DATA` ...: enough to say what was being done, too little to hold a value. */
function firstWords(sql: string): string {
  return /^\w+(?: \w+)?/.exec(sql.trimStart())?.[0] ?? 'statement';
}

const rowsInGroup = 1_000;
const groupsWaitingMax = 2;

/** Rows by events rather than by the driver's object stream, which costs a stream step per row. */
async function* rowGroups(
  driver: Connection,
  socket: Socket,
  sql: string,
  signal: AbortSignal,
): AsyncIterable<readonly WireRow[]> {
  const groups: WireRow[][] = [];
  let group: WireRow[] = [];
  const state: { over: boolean; failure: unknown } = { over: false, failure: null };
  let wake: () => void = () => undefined;
  const finish = (error: unknown): void => {
    state.failure ??= error;
    state.over = true;
    wake();
  };
  const onAbort = (): void => {
    finish(abortReason(signal));
    socket.destroy();
  };
  const onClose = (): void => finish(lostSession());
  signal.throwIfAborted();
  signal.addEventListener('abort', onAbort, { once: true });
  socket.once('close', onClose);
  const query = driver.query({ sql, rowsAsArray: true, typeCast: false });
  query.on('result', (row: unknown) => {
    group.push(wireRow(row));
    if (group.length < rowsInGroup) return;
    groups.push(group);
    group = [];
    if (groups.length >= groupsWaitingMax) driver.pause();
    wake();
  });
  query.on('error', finish);
  query.on('end', () => finish(null));
  try {
    for (;;) {
      const next = groups.shift();
      if (next !== undefined) {
        if (groups.length < groupsWaitingMax) driver.resume();
        yield next;
        continue;
      }
      if (state.over) break;
      await new Promise<void>((resolve) => (wake = resolve));
    }
    if (state.failure !== null) throw faultOf(state.failure, firstWords(sql));
    if (group.length > 0) yield group;
  } finally {
    signal.removeEventListener('abort', onAbort);
    socket.removeListener('close', onClose);
    // A consumer that stops early leaves rows on the wire: the session cannot be used again.
    if (!state.over) socket.destroy();
  }
}
