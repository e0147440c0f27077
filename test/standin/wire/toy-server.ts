import oracledb from 'oracledb';
import { FaultPlan } from '../../../lib/standin/wire/fault-plan.ts';
import { startWireServer } from '../../../lib/standin/wire/wire-server.ts';
import type { WireServer } from '../../../lib/standin/wire/wire-server.ts';
import { WIRE_PERSONAS } from '../../../lib/standin/wire/wire-settings.ts';
import type { WireLimits, WirePersona } from '../../../lib/standin/wire/wire-settings.ts';
import { ToyEngine } from './toy-engine.ts';

export const PASSWORD = 'tiger é';

export const bothPersonas: readonly (readonly [string, WirePersona])[] = [
  ['19c', WIRE_PERSONAS['19c']],
  ['23ai', WIRE_PERSONAS['23ai']],
];

export interface ToyServer extends AsyncDisposable {
  readonly engine: ToyEngine;
  readonly wire: WireServer;
  readonly faults: FaultPlan;
  readonly connectString: string;
  /** Bugs the server reported: every test expects none. */
  readonly internalErrors: readonly unknown[];
  logOn(options?: Partial<oracledb.ConnectionAttributes>): Promise<oracledb.Connection>;
}

export async function startToyServer(
  persona: WirePersona = WIRE_PERSONAS['19c'],
  limits: Partial<WireLimits> = {},
): Promise<ToyServer> {
  const engine = new ToyEngine({
    SCOTT: { password: PASSWORD },
    OLD: { password: 'Old#1', verifier: '11G' },
    LOCKED: { password: 'x' },
  });
  const internalErrors: unknown[] = [];
  const faults = new FaultPlan();
  const wire = await startWireServer({
    engine,
    persona,
    services: ['FREEPDB1'],
    limits,
    faults,
    onInternalError: (error) => internalErrors.push(error),
  });
  const connectString = `127.0.0.1:${wire.port}/FREEPDB1`;
  return {
    engine,
    wire,
    faults,
    connectString,
    internalErrors,
    logOn: async (options = {}) =>
      oracledb.getConnection({ user: 'scott', password: PASSWORD, connectString, ...options }),
    [Symbol.asyncDispose]: async () => wire.close(),
  };
}

/** NUMBER as its exact text. */
export function numbersAsText(column: oracledb.Metadata<unknown>): oracledb.FetchTypeResponse | undefined {
  return column.dbType === oracledb.DB_TYPE_NUMBER ? { type: oracledb.STRING } : undefined;
}
