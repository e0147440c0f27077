import { oracleError } from '../oracle-error.ts';
import type { LobCall } from './call.ts';
import { replyContext } from './connection-state.ts';
import type { ConnectionState } from './connection-state.ts';
import { writeClosing } from './reply.ts';
import type { ReplyStream } from './reply-stream.ts';
import { FORM, LOB_OPERATION, MESSAGE, WIRE_TYPE } from './wire-numbers.ts';

const CHUNK_BYTES = 8132;
const LOCATOR_BYTES = 40;

/** One operation on a LOB: LOB_DATA when it reads, PARAMETER with locator and amount, closing message. */
export async function answerLob(state: ConnectionState, call: LobCall, reply: ReplyStream): Promise<void> {
  const { writer } = reply;
  const { lobs } = state;
  const creates = call.operation === LOB_OPERATION.createTemporary;
  const locator = creates ? lobs.create(formOfNew(call)) : call.locator;
  if (locator === null) throw oracleError(22275);
  let amount = call.amount;
  switch (call.operation) {
    case LOB_OPERATION.read: {
      amount = await readLob(state, call, locator, reply);
      break;
    }
    case LOB_OPERATION.write:
      lobs.write(locator, call.sourceOffset, call.data ?? Buffer.alloc(0));
      break;
    case LOB_OPERATION.trim:
      lobs.trim(locator, call.amount);
      break;
    case LOB_OPERATION.getLength:
      amount = lobs.length(locator);
      break;
    case LOB_OPERATION.getChunkSize:
      amount = CHUNK_BYTES;
      break;
    case LOB_OPERATION.freeTemporary:
      lobs.free(locator);
      break;
    case LOB_OPERATION.createTemporary:
    case LOB_OPERATION.open:
    case LOB_OPERATION.close:
    case LOB_OPERATION.isOpen:
      break;
    default:
      throw oracleError(3115);
  }
  writer.byte(MESSAGE.parameter).raw(locator);
  if (creates) writer.integer(0).byte(0);
  else if (call.sendAmount) writer.integer(amount);
  if (call.operation === LOB_OPERATION.isOpen) writer.byte(0);
  writeClosing(writer, replyContext(state), {});
}

function formOfNew(call: LobCall): number {
  if (call.destinationOffset === WIRE_TYPE.blob) return FORM.none;
  return call.sourceOffset === FORM.none ? FORM.database : call.sourceOffset;
}

/** A large LOB goes out in chunks as the client takes them. Returns what there was to read. */
async function readLob(state: ConnectionState, call: LobCall, locator: Buffer, reply: ReplyStream): Promise<number> {
  const { writer } = reply;
  const left = Math.max(0, state.lobs.length(locator) - call.sourceOffset + 1);
  const amount = Math.min(call.amount, left);
  if (amount === 0) return 0;
  const step = reply.flushBytes / 2;
  writer.byte(MESSAGE.lobData);
  if (amount <= step) {
    writer.bytes(state.lobs.read(locator, call.sourceOffset, amount).bytes);
    return amount;
  }
  writer.byte(254);
  for (let done = 0; done < amount; done += step) {
    const part = state.lobs.read(locator, call.sourceOffset + done, Math.min(step, amount - done));
    writer.integer(part.bytes.length).raw(part.bytes);
    await reply.flush();
  }
  writer.integer(0);
  return amount;
}

/** The piggyback that frees temporary LOBs: locators of equal length, one after another. */
export function freeLobs(state: ConnectionState, locators: Buffer): void {
  for (let at = 0; at + LOCATOR_BYTES <= locators.length; at += LOCATOR_BYTES)
    state.lobs.free(locators.subarray(at, at + LOCATOR_BYTES));
}
