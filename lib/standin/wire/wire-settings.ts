import type { LobLimits } from './lob-table.ts';

/** How a release speaks on the wire. */
export interface WirePersona {
  /** Oracle Net version answered to CONNECT. */
  readonly protocolVersion: number;
  /** TTC field version. */
  readonly fieldVersion: number;
  /** Ends each response with a mark (23ai). */
  readonly endOfResponse: boolean;
  /** What the driver shows as the server's version. */
  readonly serverVersion: readonly [major: number, release: number, update: number];
}

export const WIRE_PERSONAS = {
  '12.2': { protocolVersion: 315, fieldVersion: 8, endOfResponse: false, serverVersion: [12, 2, 0] },
  '19c': { protocolVersion: 315, fieldVersion: 12, endOfResponse: false, serverVersion: [19, 22, 0] },
  '21c': { protocolVersion: 315, fieldVersion: 16, endOfResponse: false, serverVersion: [21, 3, 0] },
  '23ai': { protocolVersion: 319, fieldVersion: 24, endOfResponse: true, serverVersion: [23, 4, 0] },
} as const satisfies Readonly<Record<string, WirePersona>>;

export interface WireLimits {
  /** Largest session data unit granted. */
  readonly sduBytesMax: number;
  /** A request that is longer ends the connection. */
  readonly requestBytesMax: number;
  /** Bytes of rows made before the client has taken them. */
  readonly flushBytes: number;
  readonly connectionsMax: number;
  /** SESSIONS: ORA-00018 beyond. */
  readonly sessionsMax: number;
  /** OPEN_CURSORS: ORA-01000 beyond. */
  readonly cursorsMax: number;
  /** INBOUND_CONNECT_TIMEOUT: a client that has not logged on by then is dropped. */
  readonly logonTimeoutMs: number;
  readonly lobs: LobLimits;
}

export const WIRE_LIMITS: WireLimits = {
  sduBytesMax: 65_535,
  requestBytesMax: 128 * 1024 * 1024,
  flushBytes: 256 * 1024,
  connectionsMax: 400,
  sessionsMax: 300,
  cursorsMax: 1000,
  logonTimeoutMs: 60_000,
  lobs: {
    fetchedMax: 100_000,
    fetchedBytesMax: 32 * 1024 * 1024,
    spilledBytesMax: 2 * 1024 * 1024 * 1024,
    temporaryBytesMax: 128 * 1024 * 1024,
  },
};
