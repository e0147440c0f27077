/*
 * WIRE to STORE: `server.ts` hands over `persona`, `systemPassword` and `faults` below. A call of `STANDIN.FAULT(point => 'ROW',
 * action => 'ERROR', code => 1555, after_rows => 10, ...)` in a block is `faults.add(faultFromArguments(names and texts))`, and
 * `STANDIN.CLEAR_FAULTS` is `faults.clear()`: see wire/fault-plan.ts. `openSession('SYSTEM')` must work on a new database, and
 * `catalog.users.get(name).password` is what the wire checks.
 */
import type { PersonaOptions } from '../dictionary/persona.ts';
import type { FaultPlan } from '../wire/fault-plan.ts';
import type { RedoLog } from '../redo/redo-log.ts';
import { Catalog } from './catalog/catalog.ts';
import { SqlSession } from './session.ts';
import type { ClientInfo } from './session.ts';

/** Milliseconds since 1970. */
export interface Clock {
  nowMs(): number;
}

export interface DatabaseOptions {
  readonly clock?: Clock;
  readonly redo?: RedoLog;
  readonly undo?: { readonly retentionMs: number; readonly bytesMax: number };
  readonly firstScn?: bigint;
  readonly persona?: PersonaOptions;
  readonly systemPassword?: string;
  /** What `STANDIN.FAULT` adds to. */
  readonly faults?: FaultPlan;
}

/** One database: catalog, store, transactions and sessions. Nothing is shared between instances. */
export class Database {
  readonly catalog = new Catalog();
  readonly clock: Clock;
  readonly sessions = new Set<SqlSession>();

  constructor(options: DatabaseOptions = {}) {
    this.clock = options.clock ?? { nowMs: () => Date.now() };
  }

  /** A new session of a user whose password the caller has checked. Throws ORA-01017, ORA-28000. */
  openSession(user: string, client?: ClientInfo): SqlSession {
    return new SqlSession(this, user, client);
  }

  /** Checks name and password: ORA-01017, ORA-28000 (locked), ORA-01045 (lacks CREATE SESSION). */
  logOn(_user: string, _password: string, _client?: ClientInfo): SqlSession {
    throw new Error('being built');
  }

  /** CURRENT_SCN of V$DATABASE: asking advances it. */
  currentScn(): bigint {
    throw new Error('being built');
  }
}
