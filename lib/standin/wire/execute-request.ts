import type { SqlValue } from '../sql/values/value.ts';
import { readBindMeta, readBindValue } from './bind.ts';
import type { BindMeta } from './bind.ts';
import type { BindValue, ExecuteCall } from './call.ts';
import type { LobTable } from './lob-table.ts';
import type { Reader } from './reader.ts';
import { statementShape } from './statement-shape.ts';
import type { StatementShape } from './statement-shape.ts';
import { EXECUTE_FLAG, EXECUTE_OPTION, FIELD_VERSION, MAX_STRING_BYTES } from './wire-numbers.ts';

/** What earlier requests left behind and later ones lean on. */
export interface RequestContext {
  readonly fieldVersion: number;
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
    bindRows:
      defining || bindCount === 0 || shape === null ? [] : readBindRows(reader, context.lobs, shape, metas, iterations),
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
    bindRows:
      cursor === undefined || cursor.binds.length === 0
        ? []
        : readBindRows(reader, context.lobs, cursor.shape, cursor.binds, iterations),
    iterations,
  };
}

/**
 * One ROW_DATA message per execution. RETURNING targets send no value; outside PL/SQL the values whose declared size exceeds the
 * longest string come after all others.
 */
function readBindRows(
  reader: Reader,
  lobs: LobTable,
  shape: StatementShape,
  binds: readonly BindMeta[],
  iterations: number,
): readonly (readonly BindValue[])[] {
  const order = sendingOrder(shape, binds);
  const rows: BindValue[][] = [];
  if (order.length === 0) return rows;
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    reader.byte();
    const values = binds.map((): BindValue => NO_VALUE);
    for (const [index, bind] of order) values[index] = readValue(reader, bind, lobs);
    rows.push(values);
  }
  return rows;
}

const NO_VALUE: BindValue = { value: null };

function readValue(reader: Reader, bind: BindMeta, lobs: LobTable): BindValue {
  if (!bind.isArray) return { value: readBindValue(reader, bind, lobs) };
  const elements: SqlValue[] = [];
  const count = reader.integer();
  for (let index = 0; index < count; index += 1) elements.push(readBindValue(reader, bind, lobs));
  return { elements };
}

function sendingOrder(shape: StatementShape, binds: readonly BindMeta[]): readonly (readonly [number, BindMeta])[] {
  const inputs = [...binds.entries()].filter(([index]) => index < shape.returningFrom);
  if (shape.kind === 'block') return inputs;
  const late = inputs.filter(([, bind]) => bind.bytesMax > MAX_STRING_BYTES && !bind.isArray);
  if (late.length === 0) return inputs;
  return [...inputs.filter((input) => !late.includes(input)), ...late];
}
