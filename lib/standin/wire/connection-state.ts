import type { CursorTable } from './cursor-table.ts';
import type { Engine, EngineSession, Login } from './engine.ts';
import type { FaultPlan } from './fault-plan.ts';
import type { Handshake } from './handshake.ts';
import type { LobTable } from './lob-table.ts';
import type { ReplyContext } from './reply.ts';
import type { WireLimits, WirePersona } from './wire-settings.ts';

/** What the handlers of calls share about one connection. */
export interface ConnectionState {
  readonly engine: Engine;
  readonly faults: FaultPlan;
  readonly persona: WirePersona;
  readonly limits: WireLimits;
  readonly cursors: CursorTable;
  readonly lobs: LobTable;
  /** Sessions of the whole server that are logged on. */
  readonly sessions: SessionCounter;
  /** Negotiated: the lower one of both sides. */
  fieldVersion: number;
  /** Responses end with a mark; negotiated. */
  marksResponse: boolean;
  service: string;
  logon: { readonly handshake: Handshake; readonly user: string | null } | null;
  /** Null until logged on, and again after logoff. */
  session: EngineSession | null;
  login: Login | null;
  /** Aborts when the client breaks in or is gone; a new one after each break. */
  interruption: AbortController;
  /** Ends the connection without another word. */
  destroy(): void;
}

export interface SessionCounter {
  count: number;
}

export function replyContext(state: ConnectionState): ReplyContext {
  return { fieldVersion: state.fieldVersion, inTransaction: state.session?.inTransaction ?? false };
}
