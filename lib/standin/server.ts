import { FaultPlan } from './wire/fault-plan.ts';
import type { InjectedFault } from './wire/fault-plan.ts';
import { runScript } from './run-script.ts';
import { SessionEngine } from './session-engine.ts';
import { Database } from './sql/database.ts';
import type { DatabaseOptions } from './sql/database.ts';
import type { SqlSession } from './sql/session.ts';
import { startWireServer } from './wire/wire-server.ts';
import { WIRE_PERSONAS } from './wire/wire-settings.ts';
import type { WireLimits } from './wire/wire-settings.ts';

export type StandInRelease = keyof typeof WIRE_PERSONAS;

export interface StandInOptions {
  /** 0, and when absent, takes a free one. */
  readonly port?: number;
  /** Authentication is real, but there is no rate limit: 127.0.0.1 when absent. */
  readonly host?: string;
  /** 19c when absent. */
  readonly persona?: StandInRelease;
  /** Service names a client may ask for; the first is in the connect string. ORCLPDB1 when absent. */
  readonly services?: readonly string[];
  /** Of SYSTEM, who may do everything; `oracle` when absent. */
  readonly systemPassword?: string;
  /** Users to create, by name in upper case: they can log on and own tables, as CONNECT and RESOURCE let them. */
  readonly users?: Readonly<Record<string, string>>;
  /** Clock, redo, undo and whatever else a database takes. */
  readonly database?: Partial<DatabaseOptions>;
  /** An SQL script that SYSTEM runs before the first client is served. */
  readonly initScript?: string;
  readonly faults?: readonly InjectedFault[];
  readonly limits?: Partial<WireLimits>;
  /** Hears of bugs of the stand-in; the client gets ORA-00600 either way. */
  readonly onInternalError?: (error: unknown) => void;
}

export interface StandIn extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** Easy connect string of the first service. */
  readonly connectString: string;
  readonly database: Database;
  /** Faults to come; add and clear them while clients work. */
  readonly faults: FaultPlan;
  /** Runs an SQL script as SYSTEM. Throws ScriptError. */
  runScript(script: string): Promise<number>;
  /** Drops every connection but goes on listening. */
  dropConnections(): void;
  close(): Promise<void>;
}

const DEFAULT_SERVICE = 'ORCLPDB1';

/** Starts a whole Oracle stand-in: an empty database, the init script, then the listener. */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const release = options.persona ?? '19c';
  const services = options.services ?? [DEFAULT_SERVICE];
  const faults = new FaultPlan(options.faults);
  const database = new Database({
    ...options.database,
    persona: options.database?.persona ?? { release },
    systemPassword: options.systemPassword ?? 'oracle',
    faults,
  });
  const asSystem = async (script: string): Promise<number> => {
    await using session = new ScriptSession(database.openSession('SYSTEM'));
    return await runScript(session, script);
  };
  await asSystem(creationOf(options.users ?? {}));
  if (options.initScript !== undefined) await asSystem(options.initScript);
  const wire = await startWireServer({
    engine: new SessionEngine(database),
    persona: WIRE_PERSONAS[release],
    port: options.port ?? 0,
    host: options.host ?? '127.0.0.1',
    services,
    faults,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    ...(options.onInternalError === undefined ? {} : { onInternalError: options.onInternalError }),
  });
  return {
    host: wire.host,
    port: wire.port,
    connectString: `${wire.host}:${wire.port}/${services[0] ?? DEFAULT_SERVICE}`,
    database,
    faults,
    runScript: asSystem,
    dropConnections: () => wire.dropConnections(),
    close: async () => wire.close(),
    [Symbol.asyncDispose]: async () => wire.close(),
  };
}

function creationOf(users: Readonly<Record<string, string>>): string {
  return Object.entries(users)
    .map(([name, password]) => {
      const user = quoted(name);
      return `CREATE USER ${user} IDENTIFIED BY ${quoted(password)} QUOTA UNLIMITED ON USERS;
GRANT CONNECT, RESOURCE TO ${user};
`;
    })
    .join('');
}

function quoted(name: string): string {
  if (name.includes('"')) throw new RangeError('a name or password of Oracle has no double quote');
  return `"${name}"`;
}

/** A session that ends with the block that uses it. */
class ScriptSession implements AsyncDisposable {
  readonly #session: SqlSession;

  constructor(session: SqlSession) {
    this.#session = session;
  }

  async execute(text: string): Promise<unknown> {
    return this.#session.execute(text);
  }

  async commit(): Promise<void> {
    await this.#session.commit();
  }

  async rollback(): Promise<void> {
    await this.#session.rollback();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.close();
  }
}
