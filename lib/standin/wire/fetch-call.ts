import { oracleMessage } from '../oracle-error.ts';
import { replyContext } from './connection-state.ts';
import type { ConnectionState } from './connection-state.ts';
import type { Cursor } from './cursor-table.ts';
import type { ReplyStream } from './reply-stream.ts';
import { writeClosing, writeRowsHeader } from './reply.ts';
import { befall } from './strike.ts';

const END_OF_ROWS = 1403;

/**
 * Rows of an open cursor and the closing message. The client takes fewer rows than it asked for as the end of the data, so every
 * fetch is filled; what it holds beyond the flush size is sent in parts, as the client takes them.
 */
export async function answerFetch(
  state: ConnectionState,
  cursor: Cursor,
  count: number,
  reply: ReplyStream,
): Promise<void> {
  const { writer } = reply;
  writeRowsHeader(writer, count);
  reply.keep();
  let sent = 0;
  while (sent < count && cursor.feed !== null) {
    const wanted = await rowsBeforeFault(state, cursor, count - sent);
    const written = cursor.feed.write(writer, cursor.writers, wanted, reply.flushBytes);
    if (written === 0) break;
    sent += written;
    cursor.fetched += written;
    reply.keep();
    if (writer.position >= reply.flushBytes) await reply.flush();
    else if (written < wanted) await reply.yieldTurn();
  }
  const done = sent < count;
  if (done) state.cursors.cancel(cursor.id);
  writeClosing(writer, replyContext(state), {
    code: done ? END_OF_ROWS : 0,
    text: done ? oracleMessage(END_OF_ROWS) : '',
    cursorId: cursor.id,
    rowCount: cursor.fetched,
  });
}

/** How many rows may go out before an injected fault strikes; at its row it strikes. */
async function rowsBeforeFault(state: ConnectionState, cursor: Cursor, wanted: number): Promise<number> {
  const { fault } = cursor;
  if (fault === null) return wanted;
  const before = (fault.afterRows ?? 0) - cursor.fetched;
  if (before > 0) return Math.min(wanted, before);
  cursor.fault = null;
  if (state.faults.spend(fault)) await befall(state, fault);
  return wanted;
}
