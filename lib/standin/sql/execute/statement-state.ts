import type { EvaluationContext, SessionEnvironment } from '../expressions/scope.ts';
import type { SqlSession } from '../session.ts';
import type { ReadView } from '../store/undo.ts';
import type { SqlType, SqlValue } from '../values/value.ts';
import type { CommonTableEntry } from './common-table.ts';

/** What a placeholder holds for the present execution. */
export interface BindSlot {
  readonly name: string;
  readonly type: SqlType;
  value: SqlValue;
}

/**
 * The changing part of a compiled statement. Compiled closures hold on to this object; each execution fills it anew, so a compiled
 * statement serves one execution at a time (the session's plan cache sees to that).
 */
export class StatementState {
  readonly session: SqlSession;
  /** Grows with every execution: what is kept for one execution compares it. */
  execution = 0;
  view: ReadView = { scn: 0n, transaction: null, command: 0 };
  environment: SessionEnvironment;
  /** By ordinal of the placeholder. */
  readonly binds: BindSlot[];

  constructor(session: SqlSession, environment: SessionEnvironment, binds: BindSlot[]) {
    this.session = session;
    this.environment = environment;
    this.binds = binds;
  }

  begin(view: ReadView, environment: SessionEnvironment): void {
    this.execution += 1;
    this.view = view;
    this.environment = environment;
  }
}

/** AS OF: the view of the past to read. */
export type Snapshot = (context: EvaluationContext) => ReadView;

/** Under whose name a text is compiled: a view's query runs with its owner's privileges and schema. */
export interface Parsing {
  readonly state: StatementState;
  readonly user: string;
  readonly schema: string;
  /** Set inside a view or inline view that is read AS OF. */
  readonly snapshot: Snapshot | null;
  /** WITH queries in reach, the nearest last. */
  readonly commonTables: readonly CommonTableEntry[];
}
