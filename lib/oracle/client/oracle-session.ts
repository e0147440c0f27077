/**
 * One session on the source. Every statement of the product goes through `query`, one after another. The session compares
 * and formats by fixed rules whatever the database's own settings are, and its process must run in UTC, because the driver
 * converts what little it converts by the process's zone.
 */
import oracledb from 'oracledb';
import { assert } from '../../model/fault.ts';
import { limits } from '../../model/limits.ts';
import { alterSession } from '../sql/alter-session.ts';
import type { BindValue, Statement } from '../sql/statement.ts';
import { fetchType } from './fetch-type.ts';
import { oracleFault } from './oracle-faults.ts';
import type { StatementObserver } from './statement-log.ts';

export interface OracleLogin {
  readonly host: string;
  readonly port: number;
  readonly serviceName: string;
  readonly user: string;
  readonly password: string;
  readonly observe?: StatementObserver;
}

/** Values of one row in the order of the select list. */
export type SourceRow = unknown[];

const sduBytes = 65_535;
/** Minutes between keep-alive probes. */
const expireMinutes = 2;
const statementCacheSize = 50;

export class OracleSession implements AsyncDisposable {
  readonly #connection: oracledb.Connection;
  readonly #observe: StatementObserver;

  private constructor(connection: oracledb.Connection, observe: StatementObserver) {
    this.#connection = connection;
    this.#observe = observe;
  }

  /** Connects, logs in, sets the session up. Faults SOURCE_UNREACHABLE, SOURCE_LOGIN, SOURCE_PRIVILEGE, SOURCE_VERSION. */
  static async open(login: OracleLogin, signal: AbortSignal): Promise<OracleSession> {
    assertUtc();
    signal.throwIfAborted();
    const connection = await connect(login);
    const session = new OracleSession(connection, login.observe ?? (() => undefined));
    try {
      await session.run({ text: alterSession, binds: [] }, signal);
      return session;
    } catch (error) {
      await session[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** The release as the server reports it at login: `19.22.0.0.0`. */
  get serverVersion(): string {
    return this.#connection.oracleServerVersionString;
  }

  /** Runs a statement that returns no rows. */
  async run(statement: Statement, signal: AbortSignal): Promise<void> {
    await this.#guarded(signal, () => this.#connection.execute(statement.text, this.#sent(statement)));
  }

  /** All rows of a query that is known to be small. */
  async rows(statement: Statement, signal: AbortSignal): Promise<readonly SourceRow[]> {
    const rows: SourceRow[] = [];
    for await (const batch of this.batches(statement, limits.fetchRowsMax, signal)) rows.push(...batch);
    return rows;
  }

  /**
   * Rows of a query in batches of at most `rowsPerRead`; the cursor is closed when the loop ends, however it ends. The next
   * batch is asked for before this one is handed out, so that source and consumer work at the same time; not so with
   * `oneAtATime`, for consumers that speak to the session between two batches.
   */
  async *batches(
    statement: Statement,
    rowsPerRead: number,
    signal: AbortSignal,
    oneAtATime = false,
  ): AsyncGenerator<SourceRow[]> {
    const resultSet = await this.#guarded(signal, () => this.#openCursor(statement, rowsPerRead));
    const fetch = () => this.#guarded(signal, () => resultSet.getRows(rowsPerRead));
    let coming: Promise<SourceRow[]> | null = null;
    try {
      for (;;) {
        const rows: SourceRow[] = await (coming ?? fetch());
        const isLast = rows.length < rowsPerRead;
        coming = isLast || oneAtATime ? null : fetch();
        // Who asks for the next batch hears of its failure; until then it must not end the process as nobody's.
        coming?.catch(() => undefined);
        if (rows.length > 0) yield rows;
        if (isLast) return;
      }
    } finally {
      await coming?.catch(() => undefined);
      await closeQuietly(resultSet);
    }
  }

  /** Runs `work` on the driver; an abort breaks the running call and wins over its error. */
  async #guarded<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    signal.throwIfAborted();
    const interrupt = (): void => void this.#connection.break().catch(() => undefined);
    signal.addEventListener('abort', interrupt, { once: true });
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      throw oracleFault(error);
    } finally {
      signal.removeEventListener('abort', interrupt);
    }
  }

  async #openCursor(statement: Statement, rowsPerRead: number): Promise<oracledb.ResultSet<SourceRow>> {
    const result = await this.#connection.execute<SourceRow>(statement.text, this.#sent(statement), {
      resultSet: true,
      outFormat: oracledb.OUT_FORMAT_ARRAY,
      prefetchRows: rowsPerRead,
      fetchArraySize: rowsPerRead,
      fetchTypeHandler: fetchType,
    });
    assert(result.resultSet !== undefined, 'a query has a result set');
    return result.resultSet;
  }

  #sent(statement: Statement): oracledb.BindParameters {
    this.#observe(statement.text);
    return statement.binds.map(driverBind);
  }

  /** For the large objects of a row, which are read by calls of their own. */
  async guard<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    return this.#guarded(signal, work);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#connection.close({ drop: true });
    } catch {
      // Nothing is pending in a session that only reads; a connection that is gone needs no closing.
    }
  }
}

async function connect(login: OracleLogin): Promise<oracledb.Connection> {
  try {
    return await oracledb.getConnection({
      user: login.user,
      password: login.password,
      connectString: `${login.host}:${login.port}/${login.serviceName}`,
      connectTimeout: Math.ceil(limits.connectTimeoutMs / 1_000),
      transportConnectTimeout: Math.ceil(limits.connectTimeoutMs / 1_000),
      expireTime: expireMinutes,
      sdu: sduBytes,
      stmtCacheSize: statementCacheSize,
    });
  } catch (error) {
    throw oracleFault(error, `${login.host}:${login.port}/${login.serviceName}`);
  }
}

function driverBind(value: BindValue): oracledb.BindParameter | string | number | bigint | Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.length);
  if (typeof value === 'object') return { val: value.national, type: oracledb.DB_TYPE_NVARCHAR, dir: oracledb.BIND_IN };
  return value;
}

async function closeQuietly(resultSet: oracledb.ResultSet<SourceRow>): Promise<void> {
  try {
    await resultSet.close();
  } catch {
    // The connection broke: the error that ended the loop says so, and the cursor went with it.
  }
}

/** Summer and winter of two years: a process in any other zone differs from UTC in one of them. */
function assertUtc(): void {
  const moments = [0, 15_724_800_000, 1_704_067_200_000, 1_719_792_000_000];
  assert(
    moments.every((moment) => new Date(moment).getTimezoneOffset() === 0),
    'a process that speaks to Oracle runs with TZ=UTC',
  );
}
