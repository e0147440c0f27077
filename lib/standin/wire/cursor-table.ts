import { oracleError } from '../oracle-error.ts';
import type { BindMeta } from './bind.ts';
import type { CellWriter } from './cell.ts';
import type { InjectedFault } from './fault-plan.ts';
import type { RowFeed } from './row-feed.ts';
import type { StatementShape } from './statement-shape.ts';
import type { WireColumn } from './wire-column.ts';

export interface Cursor {
  readonly id: number;
  text: string;
  shape: StatementShape;
  /** Declared by the last execution that declared any. */
  binds: readonly BindMeta[];
  columns: readonly WireColumn[];
  writers: readonly CellWriter[];
  /** The columns as the client was told, to tell it again when they change. */
  described: string;
  defines: readonly BindMeta[] | null;
  /** Open while there are rows to fetch. */
  feed: RowFeed | null;
  /** Rows sent since the execution. */
  fetched: number;
  /** Strikes when `fetched` reaches its number of rows. */
  fault: InjectedFault | null;
}

const CURSOR_ID_MAX = 65_000;

/** The cursors of one session; the client names them by number and keeps them for re-execution. */
export class CursorTable {
  readonly #cursors = new Map<number, Cursor>();
  readonly #cursorsMax: number;
  #next = 1;
  /** Number of the cursor opened last; 0 before the first. */
  lastOpened = 0;

  constructor(cursorsMax: number) {
    this.#cursorsMax = Math.min(cursorsMax, CURSOR_ID_MAX);
  }

  get size(): number {
    return this.#cursors.size;
  }

  /** ORA-01000 when OPEN_CURSORS are open. */
  open(text: string, shape: StatementShape): Cursor {
    if (this.#cursors.size >= this.#cursorsMax) throw oracleError(1000);
    while (this.#cursors.has(this.#next)) this.#advance();
    const cursor: Cursor = {
      id: this.#next,
      text,
      shape,
      binds: [],
      columns: [],
      writers: [],
      described: '',
      defines: null,
      feed: null,
      fetched: 0,
      fault: null,
    };
    this.#advance();
    this.#cursors.set(cursor.id, cursor);
    this.lastOpened = cursor.id;
    return cursor;
  }

  find(id: number): Cursor | undefined {
    return this.#cursors.get(id);
  }

  /** ORA-01001 for a number that is not open. */
  get(id: number): Cursor {
    const cursor = this.#cursors.get(id);
    if (cursor === undefined) throw oracleError(1001);
    return cursor;
  }

  /** Ends the fetch; the cursor can be executed again. */
  cancel(id: number): void {
    const cursor = this.#cursors.get(id);
    if (cursor === undefined) return;
    cursor.feed?.close();
    cursor.feed = null;
  }

  close(id: number): void {
    this.cancel(id);
    this.#cursors.delete(id);
  }

  clear(): void {
    for (const id of [...this.#cursors.keys()]) this.close(id);
  }

  #advance(): void {
    this.#next = (this.#next % CURSOR_ID_MAX) + 1;
  }
}
