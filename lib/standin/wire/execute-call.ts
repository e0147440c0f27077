import { oracleError } from '../oracle-error.ts';
import type { ResultColumn } from '../sql/session-result.ts';
import type { ExecuteCall } from './call.ts';
import { cellWriter } from './cell.ts';
import { replyContext } from './connection-state.ts';
import type { ConnectionState } from './connection-state.ts';
import type { Cursor } from './cursor-table.ts';
import { bindPlaces, bindsOf, commit, loggedOn } from './session-binds.ts';
import { runBlock } from './block-execution.ts';
import { runDml } from './dml-execution.ts';
import { answerFetch } from './fetch-call.ts';
import type { ReplyStream } from './reply-stream.ts';
import { writeClosing, writeDescribe } from './reply.ts';
import { encodedFeed, valueFeed } from './row-feed.ts';
import { occasionOf, strike } from './strike.ts';
import { isLobColumn, wireColumn } from './wire-column.ts';

export async function answerExecute(state: ConnectionState, call: ExecuteCall, reply: ReplyStream): Promise<void> {
  const cursor = cursorOf(state, call);
  if (call.defines !== null) cursor.defines = call.defines;
  if (call.binds !== null && call.binds.length > 0) cursor.binds = call.binds;
  if (call.defines !== null && !call.execute) {
    // The client says what LOB columns shall become; rows follow with its next fetch.
    chooseWriters(state, cursor);
    close(state, cursor, reply);
    return;
  }
  // A REF CURSOR is open already: its first rows are asked for in this way.
  if (!call.execute && call.fetch && cursor.feed !== null) await answerFetch(state, cursor, call.rows, reply);
  else if (cursor.shape.kind === 'query') await runQuery(state, cursor, call, reply);
  else if (!call.execute) close(state, cursor, reply);
  else {
    await strike(state, 'execute', occasionOf(state, cursor.text));
    if (cursor.shape.kind === 'block') await runBlock(state, cursor, call, reply);
    else await runDml(state, cursor, call, reply);
  }
}

function cursorOf(state: ConnectionState, call: ExecuteCall): Cursor {
  if (call.cursorId === 0) {
    if (call.text === null || call.shape === null) throw oracleError(1003);
    return state.cursors.open(call.text, call.shape);
  }
  const cursor = state.cursors.get(call.cursorId);
  if (call.text !== null && call.shape !== null) {
    cursor.text = call.text;
    cursor.shape = call.shape;
    cursor.described = '';
  }
  return cursor;
}

function close(state: ConnectionState, cursor: Cursor, reply: ReplyStream): void {
  writeClosing(reply.writer, replyContext(state), { cursorId: cursor.id, rowCount: cursor.fetched });
}

async function runQuery(state: ConnectionState, cursor: Cursor, call: ExecuteCall, reply: ReplyStream): Promise<void> {
  const session = loggedOn(state);
  state.cursors.cancel(cursor.id);
  cursor.fetched = 0;
  if (!call.execute) {
    const { columns } = await session.describe(cursor.text);
    describe(state, cursor, columns, reply);
    close(state, cursor, reply);
    return;
  }
  const occasion = occasionOf(state, cursor.text);
  await strike(state, 'execute', occasion);
  const result = await session.execute(cursor.text, bindsOf(bindPlaces(cursor), call.bindRows.next()));
  reply.throwIfCancelled();
  if (result.kind !== 'query' && result.kind !== 'encoded-query')
    throw oracleError(600, 'standin-not-a-query', result.kind);
  if (call.commit) await commit(state);
  describe(state, cursor, result.columns, reply);
  cursor.feed = result.kind === 'query' ? valueFeed(result.rows) : encodedFeed(result.rows);
  cursor.fault = state.faults.find('row', occasion);
  chooseWriters(state, cursor);
  const awaitsDefine = cursor.columns.some(isLobColumn) && cursor.defines === null;
  if (call.fetch && call.rows > 0 && !awaitsDefine) await answerFetch(state, cursor, call.rows, reply);
  else close(state, cursor, reply);
}

function describe(state: ConnectionState, cursor: Cursor, columns: readonly ResultColumn[], reply: ReplyStream): void {
  cursor.columns = columns.map(wireColumn);
  const described = JSON.stringify(cursor.columns);
  if (described === cursor.described) return;
  if (cursor.described !== '') cursor.defines = null;
  cursor.described = described;
  writeDescribe(reply.writer, cursor.columns, state.fieldVersion);
}

function chooseWriters(state: ConnectionState, cursor: Cursor): void {
  cursor.writers = cursor.columns.map((column, index) =>
    cellWriter(column, cursor.defines?.[index] ?? null, state.lobs),
  );
}
