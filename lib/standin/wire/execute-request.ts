import { readBindMeta } from './bind.ts';
import type { BindMeta } from './bind.ts';
import { BindRows } from './bind-rows.ts';
import type { ExecuteCall } from './call.ts';
import type { LobTable } from './lob-table.ts';
import type { Reader } from './reader.ts';
import { statementShape } from './statement-shape.ts';
import type { StatementShape } from './statement-shape.ts';
import { EXECUTE_FLAG, EXECUTE_OPTION, FIELD_VERSION } from './wire-numbers.ts';

/** What earlier requests left behind and later ones lean on. */
export interface RequestContext {
  readonly fieldVersion: number;
  /** The client marked the end of the request: no byte of it is missing. */
  readonly complete: boolean;
  readonly lobs: LobTable;
  cursor(id: number): { readonly shape: StatementShape; readonly binds: readonly BindMeta[] } | undefined;
}

const VECTOR_LENGTH = 13;
const VECTOR_ITERATIONS = 1;
const VECTOR_FLAGS = 9;

/** EXECUTE: options, cursor, pointers and sizes, statement text if there is one, a vector of 13 integers, binds or defines, bind rows. */
export function readExecute(reader: Reader, context: RequestContext): ExecuteCall {
  const options = reader.integer();
  const cursorId = reader.integer();
  const hasText = reader.byte() !== 0;
  reader.integer();
  reader.byte();
  reader.integer();
  reader.skip(3);
  const rows = reader.integer();
  reader.integer();
  reader.byte();
  const bindCount = reader.integer();
  reader.skip(5);
  reader.byte();
  const defineCount = reader.integer();
  skipPointers(reader, context.fieldVersion);
  const text = hasText ? reader.text() : null;
  const vector = Array.from({ length: VECTOR_LENGTH }, () => reader.integer());
  const defining = (options & EXECUTE_OPTION.define) !== 0 && defineCount > 0;
  const metas = Array.from({ length: defining ? defineCount : bindCount }, () =>
    readBindMeta(reader, context.fieldVersion),
  );
  const shape = text === null ? (context.cursor(cursorId)?.shape ?? null) : statementShape(text);
  const iterations = shape?.kind === 'query' ? 1 : Math.max(1, vector[VECTOR_ITERATIONS] ?? 1);
  return {
    kind: 'execute',
    cursorId,
    text,
    shape,
    rows,
    execute: (options & EXECUTE_OPTION.execute) !== 0,
    fetch: (options & EXECUTE_OPTION.fetch) !== 0,
    commit: (options & EXECUTE_OPTION.commit) !== 0,
    batchErrors: (options & EXECUTE_OPTION.batchErrors) !== 0,
    rowCounts: ((vector[VECTOR_FLAGS] ?? 0) & EXECUTE_FLAG.dmlRowCounts) !== 0,
    defines: defining ? metas : null,
    binds: defining ? null : metas,
    bindRows: bindRows(reader, context, shape, defining ? [] : metas, iterations),
    iterations,
  };
}

function skipPointers(reader: Reader, fieldVersion: number): void {
  reader.integer();
  reader.skip(3);
  reader.integer();
  reader.byte();
  reader.integer();
  reader.integer();
  reader.byte();
  reader.integer();
  reader.byte();
  if (fieldVersion >= FIELD_VERSION.v12r2) {
    reader.byte();
    reader.integer();
    reader.byte();
    reader.integer();
    reader.byte();
  }
  if (fieldVersion >= FIELD_VERSION.v12r2Extension1) {
    reader.byte();
    reader.integer();
  }
}

/** REEXECUTE of a cached cursor: neither text nor bind metadata, only values. */
export function readReexecute(reader: Reader, context: RequestContext, fetch: boolean): ExecuteCall {
  const cursorId = reader.integer();
  const count = reader.integer();
  reader.integer();
  const flags = reader.integer();
  const cursor = context.cursor(cursorId);
  const iterations = cursor?.shape.kind === 'query' ? 1 : Math.max(1, count);
  return {
    kind: 'execute',
    cursorId,
    text: null,
    shape: cursor?.shape ?? null,
    rows: fetch ? count : 0,
    execute: true,
    fetch,
    commit: (flags & 1) !== 0,
    batchErrors: false,
    rowCounts: false,
    defines: null,
    binds: null,
    bindRows: bindRows(reader, context, cursor?.shape ?? null, cursor?.binds ?? [], iterations),
    iterations,
  };
}

/** Without end-of-request marks nothing but the rows themselves tells that all of them are there. */
function bindRows(
  reader: Reader,
  context: RequestContext,
  shape: StatementShape | null,
  binds: readonly BindMeta[],
  iterations: number,
): BindRows {
  const rows = new BindRows(reader, context.lobs, shape ?? NO_SHAPE, shape === null ? [] : binds);
  if (!context.complete) rows.probe(iterations);
  return rows;
}

const NO_SHAPE: StatementShape = { keyword: '', kind: 'other', names: [], returningFrom: 0 };
