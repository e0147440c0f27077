import { oracleError } from '../oracle-error.ts';
import type { OracleError } from '../oracle-error.ts';
import type { Call, EndToEndName } from './call.ts';
import { replyContext } from './connection-state.ts';
import type { ConnectionState } from './connection-state.ts';
import type { ClientAttributes } from './engine.ts';
import { answerExecute } from './execute-call.ts';
import { commit, loggedOn } from './session-binds.ts';
import { answerFetch } from './fetch-call.ts';
import { answerLob, freeLobs } from './lob-call.ts';
import { answerAuthPhaseOne, answerAuthPhaseTwo, answerDataTypes, answerProtocol } from './logon-calls.ts';
import type { ReplyStream } from './reply-stream.ts';
import { writeStatus } from './reply.ts';

/** Runs one call and writes its answer. Throws OracleError; the connection turns it into the closing message. */
export async function dispatch(state: ConnectionState, call: Call, reply: ReplyStream): Promise<void> {
  switch (call.kind) {
    case 'unreadable':
      throw call.error;
    case 'protocol':
      answerProtocol(state, reply.writer);
      return;
    case 'data-types':
      answerDataTypes(state, call, reply.writer);
      return;
    case 'auth-phase-one':
      answerAuthPhaseOne(state, call.user, reply.writer);
      return;
    case 'auth-phase-two':
      await answerAuthPhaseTwo(state, call.values, reply);
      return;
    default:
      loggedOn(state);
      await dispatchInSession(state, call, reply);
  }
}

type SessionCall = Exclude<
  Call,
  { readonly kind: 'unreadable' | 'protocol' | 'data-types' | 'auth-phase-one' | 'auth-phase-two' }
>;

async function dispatchInSession(state: ConnectionState, call: SessionCall, reply: ReplyStream): Promise<void> {
  switch (call.kind) {
    case 'execute':
      await answerExecute(state, call, reply);
      return;
    case 'fetch':
      await answerFetch(state, state.cursors.get(call.cursorId), call.rows, reply);
      return;
    case 'lob':
      await answerLob(state, call, reply);
      return;
    case 'commit':
      await commit(state);
      writeStatus(reply.writer, replyContext(state));
      return;
    case 'rollback':
      await loggedOn(state).rollback();
      writeStatus(reply.writer, replyContext(state));
      return;
    case 'ping':
      writeStatus(reply.writer, replyContext(state));
      return;
    case 'logoff':
      await logOff(state);
      writeStatus(reply.writer, replyContext(state));
      return;
    default:
      takePiggyback(state, call);
  }
}

type Piggyback = Exclude<
  SessionCall,
  { readonly kind: 'execute' | 'fetch' | 'lob' | 'commit' | 'rollback' | 'ping' | 'logoff' }
>;

/** Calls without an answer of their own. */
function takePiggyback(state: ConnectionState, call: Piggyback): void {
  switch (call.kind) {
    case 'close-cursors':
      for (const id of call.ids) state.cursors.close(id);
      return;
    case 'cancel-cursors':
      for (const id of call.ids) state.cursors.cancel(id);
      return;
    case 'free-lobs':
      freeLobs(state, call.locators);
      return;
    case 'set-schema':
      loggedOn(state).setCurrentSchema(call.schema);
      return;
    case 'end-to-end':
      loggedOn(state).setAttributes(attributesOf(call.attributes));
      return;
    case 'app-context':
    case 'session-release':
      return;
  }
}

function attributesOf(sent: ReadonlyMap<EndToEndName, string>): ClientAttributes {
  const attribute = (name: 'module' | 'action' | 'clientIdentifier' | 'clientInfo'): ClientAttributes => {
    const value = sent.get(name);
    return value === undefined ? {} : { [name]: value };
  };
  return {
    ...attribute('module'),
    ...attribute('action'),
    ...attribute('clientIdentifier'),
    ...attribute('clientInfo'),
  };
}

/** A clean logoff commits. */
async function logOff(state: ConnectionState): Promise<void> {
  const session = loggedOn(state);
  if (session.inTransaction) await session.commit();
  await endSession(state);
}

/** Frees what the connection holds; rolls back what is open. Safe to repeat. */
export async function endSession(state: ConnectionState): Promise<void> {
  state.cursors.clear();
  state.lobs.clear();
  const { session } = state;
  if (session === null) return;
  state.session = null;
  state.sessions.count -= 1;
  await session.close();
}

/** For the closing message: what is not an Oracle error is an internal one. */
export function internalError(error: unknown): OracleError {
  return oracleError(600, `standin: ${error instanceof Error ? error.message : String(error)}`);
}
