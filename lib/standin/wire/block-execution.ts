import { oracleError } from '../oracle-error.ts';
import type { RefCursor } from '../sql/session-result.ts';
import type { SqlValue } from '../sql/values/value.ts';
import { isBindElements } from './bind-rows.ts';
import type { BindValue } from './bind-rows.ts';
import type { ExecuteCall } from './call.ts';
import { cellWriter, writeOutBind } from './cell.ts';
import { replyContext } from './connection-state.ts';
import type { ConnectionState } from './connection-state.ts';
import type { Cursor } from './cursor-table.ts';
import { bindPlaces, bindsOf, commit, loggedOn } from './session-binds.ts';
import type { ReplyStream } from './reply-stream.ts';
import { writeClosing, writeDescription } from './reply.ts';
import { valueFeed } from './row-feed.ts';
import type { StatementShape } from './statement-shape.ts';
import { wireColumn } from './wire-column.ts';
import { MESSAGE } from './wire-numbers.ts';
import type { Writer } from './writer.ts';

const DIRECTION_IN = 32;
/** Also for pure OUT binds: the client then sends every bind again when the block runs again. */
const DIRECTION_IN_OUT = 48;

type OutValue = SqlValue | RefCursor;

/** A PL/SQL block, once or once per row of binds: IO_VECTOR with the directions, ROW_DATA with what the block left in its binds. */
export async function runBlock(
  state: ConnectionState,
  cursor: Cursor,
  call: ExecuteCall,
  reply: ReplyStream,
): Promise<void> {
  const session = loggedOn(state);
  const outputs: (readonly OutValue[])[] = [];
  const places = bindPlaces(cursor);
  const sent = call.bindRows.take(call.iterations);
  const rows = sent.map((row) => bindsOf(places, row));
  const [first = []] = rows;
  if (call.iterations === 1) {
    const result = await session.execute(cursor.text, first);
    outputs.push(result.kind === 'block' ? result.outBinds : []);
  } else {
    const options = { batchErrors: false };
    outputs.push(...(await session.executeBatch(cursor.text, rows, options)).outBinds);
  }
  reply.throwIfCancelled();
  if (call.commit) await commit(state);
  if (cursor.binds.length > 0) writeBinds(state, cursor, sent, outputs, reply);
  writeClosing(reply.writer, replyContext(state), { cursorId: cursor.id });
}

function writeBinds(
  state: ConnectionState,
  cursor: Cursor,
  sent: readonly (readonly BindValue[])[],
  outputs: readonly (readonly OutValue[])[],
  reply: ReplyStream,
): void {
  const { writer } = reply;
  const count = cursor.binds.length;
  const isOut = cursor.binds.map((_bind, index) =>
    outputs.some((output, iteration) => changed(output[index], sent[iteration]?.[index])),
  );
  writer
    .byte(MESSAGE.ioVector)
    .byte(0)
    .integer(count % 256)
    .integer(Math.floor(count / 256));
  writer.integer(outputs.length).integer(0).integer(0).integer(0);
  for (const out of isOut) writer.byte(out ? DIRECTION_IN_OUT : DIRECTION_IN);
  if (!isOut.includes(true)) return;
  for (const output of outputs) {
    writer.byte(MESSAGE.rowData);
    for (const [index, bind] of cursor.binds.entries()) {
      if (isOut[index] !== true) continue;
      const value = output[index] ?? null;
      // Arrays out of a block are not served: said, not dropped.
      if (bind.isArray) throw oracleError(3115);
      if (isRefCursor(value)) writeRefCursor(state, writer, value);
      else writeOutBind(writer, bind, value, state.lobs);
    }
  }
}

/** The client fetches from it as from a cursor that it has executed itself. */
function writeRefCursor(state: ConnectionState, writer: Writer, value: RefCursor): void {
  const cursor = state.cursors.open('', REF_CURSOR_SHAPE);
  cursor.columns = value.columns.map(wireColumn);
  cursor.writers = cursor.columns.map((column) => cellWriter(column, null, state.lobs));
  cursor.feed = valueFeed(value.rows);
  writer.byte(1);
  writeDescription(writer, cursor.columns, state.fieldVersion);
  writer.integer(cursor.id).integer(0);
}

const REF_CURSOR_SHAPE: StatementShape = { keyword: 'SELECT', kind: 'query', names: [], returningFrom: 0 };

/** A bind whose value the block left alone is an IN bind as far as this execution shows. */
function changed(after: OutValue | undefined, before: BindValue | undefined): boolean {
  if (after === undefined) return false;
  if (before === undefined) return after !== null;
  return !isBindElements(before) && after !== before;
}

function isRefCursor(value: OutValue): value is RefCursor {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'ref-cursor';
}
