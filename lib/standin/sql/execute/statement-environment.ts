import { oracleError } from '../../oracle-error.ts';
import type { SessionEnvironment } from '../expressions/scope.ts';
import type { SqlSession } from '../session.ts';
import { timestampTzFromUtc, fieldsOf, makeTimestamp, secondsOf } from '../values/datetime.ts';
import type { NlsSettings } from '../values/nls.ts';
import { parseZone, UTC_ZONE } from '../values/time-zone.ts';
import type { OracleTimestampTz, SqlValue } from '../values/value.ts';

/** What one execution of a statement knows of its session. */
export class StatementEnvironment implements SessionEnvironment {
  readonly nls: NlsSettings;
  readonly user: string;
  readonly userId: number;
  readonly currentSchema: string;
  readonly sessionId: number;
  readonly #session: SqlSession;
  readonly #nowMs: number;
  #systimestamp: OracleTimestampTz | null = null;

  constructor(session: SqlSession) {
    this.#session = session;
    this.nls = session.nls;
    this.user = session.user;
    this.userId = session.database.catalog.users.get(session.user)?.userId ?? 0;
    this.currentSchema = session.currentSchema;
    this.sessionId = session.id;
    this.#nowMs = session.database.clock.nowMs();
  }

  get systimestamp(): OracleTimestampTz {
    if (this.#systimestamp === null) {
      const seconds = Math.floor(this.#nowMs / 1000);
      const fields = fieldsOf(seconds + EPOCH_SECONDS, Math.round((this.#nowMs - seconds * 1000) * 1_000_000));
      this.#systimestamp = timestampTzFromUtc(fields, UTC_ZONE);
    }
    return this.#systimestamp;
  }

  context(namespace: string, parameter: string): string | null {
    return this.#session.contextValue(namespace, parameter);
  }

  scnToTimestamp(scn: bigint): SqlValue {
    const ms = this.#session.database.store.scn.timeOf(scn);
    const seconds = Math.floor(ms / 1000);
    return makeTimestamp(fieldsOf(seconds + EPOCH_SECONDS, Math.round((ms - seconds * 1000) * 1_000_000)));
  }

  timestampToScn(value: SqlValue): bigint {
    if (value === null || typeof value !== 'object' || !('year' in value)) throw oracleError(8186);
    const nanosecond = value.kind === 'date' ? 0 : value.nanosecond;
    const zoned = value.kind === 'timestamp-tz' || value.kind === 'timestamp-ltz';
    // A value without a zone is in the session's.
    const offset = zoned ? 0 : sessionOffsetSeconds(this.nls.timeZone);
    const ms = (secondsOf(value) - EPOCH_SECONDS - offset) * 1000 + nanosecond / 1_000_000;
    return this.#session.database.store.scn.scnAt(ms);
  }

  currentScn(): bigint {
    return this.#session.database.currentScn();
  }

  guid(): Uint8Array {
    return crypto.getRandomValues(new Uint8Array(16));
  }

  random(): number {
    return Math.random();
  }
}

/** Where 1970 lies on the time line of datetime.ts. */
const EPOCH_SECONDS = secondsOf({ year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0 });

function sessionOffsetSeconds(zone: string): number {
  const parsed = parseZone(zone);
  return parsed.kind === 'offset' ? parsed.minutes * 60 : 0;
}
