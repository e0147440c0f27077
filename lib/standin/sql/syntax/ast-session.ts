/** The abstract syntax of transaction control, session control and system statements. */
import type { Name, ObjectName } from './ast.ts';
import type { SupplementalKey } from './ast-table.ts';

export type SessionStatement =
  | { readonly kind: 'commit'; readonly comment: string | null; readonly offset: number }
  | { readonly kind: 'rollback'; readonly savepoint: Name | null; readonly offset: number }
  | { readonly kind: 'savepoint'; readonly name: Name; readonly offset: number }
  | SetTransaction
  | {
      readonly kind: 'set-constraints';
      readonly names: readonly ObjectName[] | 'all';
      readonly deferred: boolean;
      readonly offset: number;
    }
  | { readonly kind: 'set-role'; readonly roles: readonly Name[] | 'all' | 'none'; readonly offset: number }
  | LockTable
  | AlterSession
  | AlterSystem
  | AlterDatabase;

export interface SetTransaction {
  readonly kind: 'set-transaction';
  readonly mode: 'read-only' | 'read-write' | 'serializable' | 'read-committed' | null;
  readonly name: string | null;
  readonly offset: number;
}

export interface LockTable {
  readonly kind: 'lock-table';
  readonly tables: readonly ObjectName[];
  /** ROW SHARE, ROW EXCLUSIVE, SHARE UPDATE, SHARE, SHARE ROW EXCLUSIVE, EXCLUSIVE */
  readonly mode: string;
  readonly wait: { readonly kind: 'wait'; readonly seconds: number | null } | { readonly kind: 'nowait' };
  readonly offset: number;
}

/** A value on the right of `=` in ALTER SESSION / SYSTEM SET: text literal, number or bare word (upper-cased), as one string. */
export interface ParameterSetting {
  /** Upper-cased: NLS_DATE_FORMAT, CURRENT_SCHEMA, TIME_ZONE, CONTAINER, EVENTS, `_HIDDEN` ... */
  readonly name: string;
  readonly value: string;
  /** True when the value was a quoted text literal. */
  readonly literal: boolean;
  readonly offset: number;
}

export type AlterSessionAction =
  | { readonly kind: 'set'; readonly settings: readonly ParameterSetting[] }
  /** ADVISE, CLOSE DATABASE LINK, ENABLE/DISABLE PARALLEL DML, ENABLE RESUMABLE, SYNC WITH PRIMARY ... as upper-cased words */
  | { readonly kind: 'other'; readonly words: string };

export interface AlterSession {
  readonly kind: 'alter-session';
  readonly action: AlterSessionAction;
  readonly offset: number;
}

export interface AlterSystem {
  readonly kind: 'alter-system';
  readonly action:
    | { readonly kind: 'set'; readonly settings: readonly ParameterSetting[]; readonly scope: string | null }
    | { readonly kind: 'switch-logfile' }
    | { readonly kind: 'archive-log'; readonly what: 'current' | 'all' }
    | { readonly kind: 'checkpoint' }
    | { readonly kind: 'kill-session'; readonly session: string; readonly immediate: boolean }
    | { readonly kind: 'other'; readonly words: string };
  readonly offset: number;
}

export interface AlterDatabase {
  readonly kind: 'alter-database';
  readonly action:
    /** keys empty: minimal logging (ADD SUPPLEMENTAL LOG DATA without columns) */
    | { readonly kind: 'supplemental-log'; readonly add: boolean; readonly keys: readonly SupplementalKey[] }
    | { readonly kind: 'force-logging'; readonly enabled: boolean }
    | { readonly kind: 'other'; readonly words: string };
  readonly offset: number;
}
