import { setImmediate as nextTurn } from 'node:timers/promises';
import { oracleMessage } from '../oracle-error.ts';
import type { BatchError, BatchResult, StatementResult } from '../sql/session-result.ts';
import type { SqlValue } from '../sql/values/value.ts';
import type { ExecuteCall } from './call.ts';
import { writeOutBind } from './cell.ts';
import { replyContext } from './connection-state.ts';
import type { ConnectionState } from './connection-state.ts';
import type { EncodedQuery } from './encoded-rows.ts';
import type { Cursor } from './cursor-table.ts';
import { bindPlaces, bindsOf, commit, loggedOn } from './session-binds.ts';
import type { ReplyStream } from './reply-stream.ts';
import { writeClosing } from './reply.ts';
import { physicalRowid } from './rowid-bytes.ts';
import { befall, occasionOf } from './strike.ts';
import { MESSAGE } from './wire-numbers.ts';

/** Executions handed to the engine at once: between two slices other sessions run and a break is heard. */
const SLICE_ROWS = 500;
const ARRAY_ERRORS = 24_381;

interface Outcome {
  rowsAffected: number;
  lastRowid: string | null;
  readonly rowCounts: number[];
  readonly errors: BatchError[];
  /** Per execution, per RETURNING target, one value per row. */
  readonly returned: (readonly (readonly SqlValue[])[])[];
}

/** INSERT, UPDATE, DELETE, MERGE, and everything that returns nothing (DDL, ALTER SESSION): once, or once per row of binds. */
export async function runDml(
  state: ConnectionState,
  cursor: Cursor,
  call: ExecuteCall,
  reply: ReplyStream,
): Promise<void> {
  const outcome: Outcome = { rowsAffected: 0, lastRowid: null, rowCounts: [], errors: [], returned: [] };
  if (call.iterations === 1 && !call.batchErrors) await runOnce(state, cursor, call, outcome);
  else await runBatch(state, cursor, call, outcome, reply);
  reply.throwIfCancelled();
  if (call.commit) await commit(state);
  writeOutcome(state, cursor, call, outcome, reply);
}

async function runOnce(state: ConnectionState, cursor: Cursor, call: ExecuteCall, outcome: Outcome): Promise<void> {
  const binds = bindsOf(bindPlaces(cursor), call.bindRows.next());
  const result = await loggedOn(state).execute(cursor.text, binds);
  const dml = dmlResult(result);
  outcome.rowsAffected = dml.rowsAffected;
  outcome.lastRowid = dml.lastRowid;
  outcome.rowCounts.push(dml.rowsAffected);
  outcome.returned.push(dml.returned);
}

function dmlResult(result: StatementResult | EncodedQuery): {
  readonly rowsAffected: number;
  readonly lastRowid: string | null;
  readonly returned: readonly (readonly SqlValue[])[];
} {
  switch (result.kind) {
    case 'dml':
      return result;
    case 'ddl':
      return { rowsAffected: result.rowsAffected, lastRowid: null, returned: [] };
    case 'query':
    case 'encoded-query':
    case 'block':
      return { rowsAffected: 0, lastRowid: null, returned: [] };
  }
}

/** A row that fails ends the batch and leaves those before it in place, unless the client asked for the list of errors. */
async function runBatch(
  state: ConnectionState,
  cursor: Cursor,
  call: ExecuteCall,
  outcome: Outcome,
  reply: ReplyStream,
): Promise<void> {
  const session = loggedOn(state);
  const places = bindPlaces(cursor);
  const fault = state.faults.find('row', occasionOf(state, cursor.text));
  const faultAt = fault?.afterRows ?? 0;
  let done = 0;
  while (done < call.iterations) {
    if (fault !== null && done === faultAt && state.faults.spend(fault)) await befall(state, fault);
    const until = Math.min(call.iterations, done + SLICE_ROWS, fault !== null && done < faultAt ? faultAt : Infinity);
    const rows = call.bindRows.take(until - done).map((row) => bindsOf(places, row));
    const options = { batchErrors: call.batchErrors };
    addSlice(outcome, await session.executeBatch(cursor.text, rows, options), done);
    done = until;
    if (done < call.iterations) await nextTurn();
    reply.throwIfCancelled();
  }
}

function addSlice(outcome: Outcome, slice: BatchResult, offset: number): void {
  outcome.rowsAffected += slice.rowsAffected;
  outcome.lastRowid = slice.lastRowid ?? outcome.lastRowid;
  outcome.rowCounts.push(...slice.rowCounts);
  for (const error of slice.errors) outcome.errors.push({ ...error, index: error.index + offset });
  outcome.returned.push(...slice.returned);
}

function writeOutcome(
  state: ConnectionState,
  cursor: Cursor,
  call: ExecuteCall,
  outcome: Outcome,
  reply: ReplyStream,
): void {
  const { writer } = reply;
  const targets = cursor.shape.kind === 'dml' ? cursor.binds.slice(cursor.shape.returningFrom) : [];
  if (targets.length > 0) {
    for (const values of outcome.returned) {
      writer.byte(MESSAGE.rowData);
      for (const [index, target] of targets.entries()) {
        const column = values[index] ?? [];
        writer.integer(column.length);
        for (const value of column) writeOutBind(writer, target, value, state.lobs);
      }
    }
  }
  if (call.rowCounts) {
    writer.byte(MESSAGE.parameter).integer(0).integer(0).integer(0).integer(0).integer(outcome.rowCounts.length);
    for (const count of outcome.rowCounts) writer.integer(count);
  }
  const failed = outcome.errors.length > 0;
  writeClosing(writer, replyContext(state), {
    code: failed ? ARRAY_ERRORS : 0,
    text: failed ? oracleMessage(ARRAY_ERRORS) : '',
    cursorId: cursor.id,
    rowCount: outcome.rowsAffected,
    rowid: physicalRowid(outcome.lastRowid),
    batch: outcome.errors.map(({ code, index, message }) => ({ code, row: index, text: message })),
  });
}
