import { quietRedo } from '../../dictionary/instance.ts';
import type { InstanceFacts, LockFacts, SessionFacts, TransactionFacts } from '../../dictionary/instance.ts';
import type { Database } from '../database.ts';
import type { SqlSession } from '../session.ts';
import { BLOCK_BYTES } from '../store/extent.ts';
import type { Transaction } from '../store/transaction.ts';

/** What V$ views tell about a database now. */
export function instanceFacts(database: Database): InstanceFacts {
  const { store, persona, clock } = database;
  const nowMs = clock.nowMs();
  let asked: bigint | null = null;
  return {
    nowMs,
    startedAtMs: database.startedAtMs,
    // Asking advances it, but only who asks.
    get currentScn() {
      asked ??= database.currentScn();
      return asked;
    },
    switches: database.switches,
    sessions: [...database.sessions].map(sessionFacts),
    transactions: begun(database)
      .filter((transaction) => transaction.state === 'active')
      .map(transactionFacts),
    locks: whenRead(() => locksOf(database, nowMs)),
    scnTimes: whenRead(() => store.scn.times().map((time) => ({ scn: time.scn, atMs: time.ms, thread: 1 }))),
    redo: quietRedo(persona, store.scn.current, nowMs),
    dataFiles: [...store.dataFiles]
      .filter((file) => file.tablespace !== 'UNDOTBS1')
      .map((file) => ({ fileId: file.fileId, tablespace: file.tablespace, blocks: file.blocks })),
    undo: {
      retentionSeconds: Math.round(store.retention.limits.retentionMs / 1000),
      tooOldErrors: database.tooOldErrors,
      transactionCount: store.open.size,
    },
    inDoubt: database.inDoubt.map((entry) => ({
      localId: entry.transaction.text,
      globalId: entry.globalId,
      state: 'prepared',
      failedAtMs: entry.failedAtMs,
      user: entry.transaction.user,
    })),
  };
}

/** Most views read few of the facts: the long ones are made when they are asked for. */
function whenRead<T>(make: () => readonly T[]): Iterable<T> {
  return { [Symbol.iterator]: () => make()[Symbol.iterator]() };
}

/** Those that have changed or locked something. */
function begun(database: Database): readonly Transaction[] {
  return [...database.store.open].filter((transaction) => transaction.undo.length > 0);
}

function transactionFacts(transaction: Transaction): TransactionFacts {
  return {
    ...transaction.id,
    status: 'ACTIVE',
    sid: transaction.sessionId,
    startedAtMs: transaction.startedAtMs,
    startScn: transaction.startScn,
    undoBlocks: Math.ceil(transaction.undoBytes / BLOCK_BYTES),
    undoRecords: transaction.undo.length,
    name: transaction.name,
  };
}

export function sessionFacts(session: SqlSession): SessionFacts {
  const { transaction } = session;
  return {
    sid: session.id,
    serial: session.serial,
    user: session.user,
    schema: session.currentSchema,
    status: session.killed ? 'KILLED' : session.active ? 'ACTIVE' : 'INACTIVE',
    osUser: session.client.osUser,
    machine: session.client.machine,
    program: session.client.program,
    module: session.module,
    action: session.action,
    clientInfo: session.clientInfo,
    clientIdentifier: session.clientIdentifier,
    logonAtMs: session.logonAtMs,
    lastCallAtMs: session.lastCallAtMs,
    transaction: transaction === null || transaction.undo.length === 0 ? null : transaction.text,
    blockedBy: session.waitsFor?.sessionId ?? null,
    nls: session.nls,
    serviceName: session.database.persona.container.name,
  };
}

const TABLE_MODES = new Map([
  ['ROW SHARE', 2],
  ['SHARE UPDATE', 2],
  ['ROW EXCLUSIVE', 3],
  ['SHARE', 4],
  ['SHARE ROW EXCLUSIVE', 5],
  ['EXCLUSIVE', 6],
]);

function locksOf(database: Database, nowMs: number): readonly LockFacts[] {
  const waiters = [...database.sessions].filter((session) => session.waitsFor !== null);
  const locks: LockFacts[] = [];
  for (const transaction of begun(database)) {
    const sid = transaction.sessionId;
    const blocking = waiters.some((session) => session.waitsFor === transaction);
    const [id1, id2] = [transaction.id.usn * 65_536 + transaction.id.slot, transaction.id.sequence];
    locks.push({ sid, type: 'TX', id1, id2, mode: 6, request: 0, sinceMs: transaction.startedAtMs, blocking });
    const objects = new Map<number, number>();
    for (const record of transaction.undo) objects.set(record.block.segment.objectId, 3);
    for (const [objectId, mode] of transaction.tableLocks) objects.set(objectId, TABLE_MODES.get(mode) ?? 3);
    for (const [objectId, mode] of objects) {
      locks.push({
        sid,
        type: 'TM',
        id1: objectId,
        id2: 0,
        mode,
        request: 0,
        sinceMs: transaction.startedAtMs,
        blocking: false,
      });
    }
  }
  for (const session of waiters) {
    const { waitsFor } = session;
    if (waitsFor === null) continue;
    const [id1, id2] = [waitsFor.id.usn * 65_536 + waitsFor.id.slot, waitsFor.id.sequence];
    locks.push({ sid: session.id, type: 'TX', id1, id2, mode: 0, request: 6, sinceMs: nowMs, blocking: false });
  }
  return locks;
}
