import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { Connection } from './connection.ts';
import type { ConnectionOptions } from './connection.ts';
import type { Engine } from './engine.ts';
import { FaultPlan } from './fault-plan.ts';
import { WIRE_LIMITS } from './wire-settings.ts';
import type { WireLimits, WirePersona } from './wire-settings.ts';

export interface WireServerOptions {
  readonly engine: Engine;
  readonly persona: WirePersona;
  /** 0 takes a free one. */
  readonly port?: number;
  readonly host?: string;
  /** Names a client may ask for, in any case; none given accepts any. */
  readonly services?: readonly string[];
  readonly limits?: Partial<WireLimits>;
  readonly faults?: FaultPlan;
  /** Hears of errors that are not Oracle's: bugs of the stand-in. The client gets ORA-00600 either way. */
  readonly onInternalError?: (error: unknown) => void;
}

export interface WireServer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly faults: FaultPlan;
  /** Connections now open, logged on or not. */
  readonly connectionCount: number;
  /** Drops every connection and waits until their sessions are rolled back and gone. */
  close(): Promise<void>;
  /** Drops every connection, but goes on listening: an instance crash as clients see it. */
  dropConnections(): void;
}

/** Listens for Oracle Net clients. Throws the error of the socket when the port is taken. */
export async function startWireServer(options: WireServerOptions): Promise<WireServer> {
  const host = options.host ?? '127.0.0.1';
  const limits: WireLimits = { ...WIRE_LIMITS, ...options.limits };
  const faults = options.faults ?? new FaultPlan();
  const connections = new Set<Connection>();
  const connectionOptions: ConnectionOptions = {
    engine: options.engine,
    faults,
    persona: options.persona,
    limits,
    services: new Set((options.services ?? []).map((name) => name.toUpperCase())),
    sessions: { count: 0 },
    onInternalError: options.onInternalError ?? (() => undefined),
  };
  const server = createServer({ noDelay: true }, (socket) => admit(socket, connections, connectionOptions));
  await listen(server, options.port ?? 0, host);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  const dropConnections = (): void => {
    for (const connection of connections) connection.destroy();
  };
  const close = async (): Promise<void> => {
    const stopped = new Promise<void>((resolve) => server.close(() => resolve()));
    dropConnections();
    await Promise.all([...connections].map(async ({ closed }) => closed));
    await stopped;
  };
  return {
    host,
    port: address.port,
    faults,
    get connectionCount() {
      return connections.size;
    },
    close,
    dropConnections,
    [Symbol.asyncDispose]: close,
  };
}

function admit(socket: Socket, connections: Set<Connection>, options: ConnectionOptions): void {
  if (connections.size >= options.limits.connectionsMax) {
    socket.destroy();
    return;
  }
  const connection = new Connection(socket, options);
  connections.add(connection);
  void connection.closed.then(() => connections.delete(connection));
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
