import type { BindMeta } from './bind.ts';
import type { BindRows } from './bind-rows.ts';
import type { AuthValues } from './handshake.ts';
import type { StatementShape } from './statement-shape.ts';

export interface ExecuteCall {
  readonly kind: 'execute';
  /** 0 opens a cursor. */
  readonly cursorId: number;
  /** Null when the cursor's statement is to run again. */
  readonly text: string | null;
  /** Null only when the cursor does not exist. */
  readonly shape: StatementShape | null;
  /** Rows wanted with the execution (prefetch). */
  readonly rows: number;
  readonly execute: boolean;
  readonly fetch: boolean;
  readonly commit: boolean;
  readonly batchErrors: boolean;
  readonly rowCounts: boolean;
  /** What LOB columns shall become; null when nothing is defined. */
  readonly defines: readonly BindMeta[] | null;
  /** Null: as in the execution before. */
  readonly binds: readonly BindMeta[] | null;
  readonly bindRows: BindRows;
  readonly iterations: number;
}

export interface LobCall {
  readonly kind: 'lob';
  readonly operation: number;
  /** Null for operations without a source. */
  readonly locator: Buffer | null;
  readonly sourceOffset: number;
  readonly destinationOffset: number;
  readonly sendAmount: boolean;
  readonly amount: number;
  readonly data: Buffer | null;
}

/** One call, or a piggyback in front of it. */
export type Call =
  | { readonly kind: 'protocol'; readonly driver: string }
  | {
      readonly kind: 'data-types';
      readonly fieldVersion: number;
      readonly sendsTimeZone: boolean;
      readonly endOfResponse: boolean;
    }
  | { readonly kind: 'auth-phase-one'; readonly user: string; readonly values: AuthValues }
  | { readonly kind: 'auth-phase-two'; readonly user: string; readonly values: AuthValues }
  | ExecuteCall
  | { readonly kind: 'fetch'; readonly cursorId: number; readonly rows: number }
  | LobCall
  | { readonly kind: 'free-lobs'; readonly locators: Buffer }
  | { readonly kind: 'close-cursors'; readonly ids: readonly number[] }
  | { readonly kind: 'cancel-cursors'; readonly ids: readonly number[] }
  | { readonly kind: 'set-schema'; readonly schema: string }
  | { readonly kind: 'end-to-end'; readonly attributes: ReadonlyMap<EndToEndName, string> }
  | { readonly kind: 'app-context' }
  | { readonly kind: 'session-release' }
  | { readonly kind: 'commit' }
  | { readonly kind: 'rollback' }
  | { readonly kind: 'ping' }
  | { readonly kind: 'logoff' }
  /** The request could not be read: the answer is this error. */
  | { readonly kind: 'unreadable'; readonly error: Error };

export type EndToEndName = 'clientIdentifier' | 'module' | 'action' | 'executionContext' | 'clientInfo' | 'operation';

export interface Request {
  readonly calls: readonly Call[];
  /** No reply is expected. */
  readonly oneWay: boolean;
}
