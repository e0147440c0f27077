import type { Row } from '../cell.ts';
import { dateOf } from '../cell.ts';
import type { FixedView } from '../fixed-view.ts';
import type { LockFacts, SessionFacts, TransactionFacts } from '../instance.ts';
import type { DictionaryContext } from '../view.ts';

const SESSION_COLUMNS = `
  SADDR:raw8, SID, SERIAL#, AUDSID, PADDR:raw8, USER#, USERNAME:128, COMMAND, OWNERID, TADDR:16, LOCKWAIT:16,
  STATUS:8, SERVER:9, SCHEMA#, SCHEMANAME:128, OSUSER:128, PROCESS:24, MACHINE:64, PORT, TERMINAL:30, PROGRAM:48,
  TYPE:10, SQL_ADDRESS:raw8, SQL_HASH_VALUE, SQL_ID:13, SQL_CHILD_NUMBER, SQL_EXEC_START:date, SQL_EXEC_ID,
  PREV_SQL_ADDR:raw8, PREV_HASH_VALUE, PREV_SQL_ID:13, PREV_CHILD_NUMBER, PREV_EXEC_START:date, PREV_EXEC_ID,
  PLSQL_ENTRY_OBJECT_ID, PLSQL_ENTRY_SUBPROGRAM_ID, PLSQL_OBJECT_ID, PLSQL_SUBPROGRAM_ID, MODULE:64, MODULE_HASH,
  ACTION:64, ACTION_HASH, CLIENT_INFO:64, FIXED_TABLE_SEQUENCE, ROW_WAIT_OBJ#, ROW_WAIT_FILE#, ROW_WAIT_BLOCK#,
  ROW_WAIT_ROW#, TOP_LEVEL_CALL#, LOGON_TIME:date, LAST_CALL_ET, PDML_ENABLED:3, FAILOVER_TYPE:13,
  FAILOVER_METHOD:10, FAILED_OVER:3, RESOURCE_CONSUMER_GROUP:32, PDML_STATUS:8, PDDL_STATUS:8, PQ_STATUS:8,
  CURRENT_QUEUE_DURATION, CLIENT_IDENTIFIER:64, BLOCKING_SESSION_STATUS:11, BLOCKING_INSTANCE, BLOCKING_SESSION,
  FINAL_BLOCKING_SESSION_STATUS:11, FINAL_BLOCKING_INSTANCE, FINAL_BLOCKING_SESSION, SEQ#, EVENT#, EVENT:64,
  P1TEXT:64, P1, P1RAW:raw8, P2TEXT:64, P2, P2RAW:raw8, P3TEXT:64, P3, P3RAW:raw8, WAIT_CLASS_ID, WAIT_CLASS#,
  WAIT_CLASS:64, WAIT_TIME, SECONDS_IN_WAIT, STATE:19, WAIT_TIME_MICRO, TIME_REMAINING_MICRO,
  TIME_SINCE_LAST_WAIT_MICRO, SERVICE_NAME:64, SQL_TRACE:8, SQL_TRACE_WAITS:5, SQL_TRACE_BINDS:5,
  SQL_TRACE_PLAN_STATS:10, SESSION_EDITION_ID, CREATOR_ADDR:raw8, CREATOR_SERIAL#, ECID:64,
  SQL_TRANSLATION_PROFILE_ID, PGA_TUNABLE_MEM, SHARD_DDL_STATUS:8, CON_ID, EXTERNAL_NAME:1024,
  PLSQL_DEBUGGER_CONNECTED:5`;

const TRANSACTION_COLUMNS = `
  ADDR:raw8, XIDUSN, XIDSLOT, XIDSQN, UBAFIL, UBABLK, UBASQN, UBAREC, STATUS:16, START_TIME:20, START_SCNB,
  START_SCNW, START_UEXT, START_UBAFIL, START_UBABLK, START_UBASQN, START_UBAREC, SES_ADDR:raw8, FLAG, SPACE:3,
  RECURSIVE:3, NOUNDO:3, PTX:3, NAME:256, PRV_XIDUSN, PRV_XIDSLT, PRV_XIDSQN, PTX_XIDUSN, PTX_XIDSLT, PTX_XIDSQN,
  DSCN-B, DSCN-W, USED_UBLK, USED_UREC, LOG_IO, PHY_IO, CR_GET, CR_CHANGE, START_DATE:date, DSCN_BASE, DSCN_WRAP,
  START_SCN, DEPENDENT_SCN, XID:raw8, PRV_XID:raw8, PTX_XID:raw8, CON_ID`;

const LOCK_COLUMNS = `
  ADDR:raw8, KADDR:raw8, SID, TYPE:2, ID1, ID2, LMODE, REQUEST, CTIME, BLOCK, CON_ID`;

const LOCKED_OBJECT_COLUMNS = `
  XIDUSN, XIDSLOT, XIDSQN, OBJECT_ID, SESSION_ID, ORACLE_USERNAME:128, OS_USER_NAME:128, PROCESS:24, LOCKED_MODE,
  CON_ID`;

const PROCESS_COLUMNS = `
  ADDR:raw8, PID, SOSID:24, SPID:24, STID:24, EXECUTION_TYPE:10, PNAME:5, USERNAME:15, SERIAL#, TERMINAL:30,
  PROGRAM:48, TRACEID:255, TRACEFILE:513, BACKGROUND:1, LATCHWAIT:16, LATCHSPIN:16, PGA_USED_MEM, PGA_ALLOC_MEM,
  PGA_FREEABLE_MEM, PGA_MAX_MEM, NUMA_DEFAULT, NUMA_CURR, CPU_USED, CON_ID`;

/** Sessions, their transactions and locks belong to the first instance. */
const FIRST_INSTANCE = 1;

export const SESSION: FixedView = {
  base: 'SESSION',
  columns: SESSION_COLUMNS,
  *rows(context, instance) {
    if (instance !== FIRST_INSTANCE) return;
    for (const session of context.instance.sessions) yield sessionRow(session, context);
  },
};

export const PROCESS: FixedView = {
  base: 'PROCESS',
  columns: PROCESS_COLUMNS,
  *rows(context, instance) {
    if (instance !== FIRST_INSTANCE) return;
    for (const session of context.instance.sessions) {
      yield {
        ADDR: processAddress(session.sid),
        PID: session.sid,
        SPID: String(10_000 + session.sid),
        EXECUTION_TYPE: 'PROCESS',
        USERNAME: 'oracle',
        'SERIAL#': session.serial,
        TERMINAL: 'UNKNOWN',
        PROGRAM: `oracle@${context.persona.hostName}`,
        PGA_USED_MEM: 0,
        PGA_ALLOC_MEM: 0,
        PGA_FREEABLE_MEM: 0,
        PGA_MAX_MEM: 0,
        CON_ID: context.persona.container.conId,
      };
    }
  },
};

export const TRANSACTION: FixedView = {
  base: 'TRANSACTION',
  columns: TRANSACTION_COLUMNS,
  *rows(context, instance) {
    if (instance !== FIRST_INSTANCE) return;
    for (const transaction of context.instance.transactions) yield transactionRow(transaction, context);
  },
};

export const LOCK: FixedView = {
  base: 'LOCK',
  columns: LOCK_COLUMNS,
  *rows(context, instance) {
    if (instance !== FIRST_INSTANCE) return;
    for (const lock of context.instance.locks) yield lockRow(lock, context);
  },
};

/** The TM locks of transactions. */
export const LOCKED_OBJECT: FixedView = {
  base: 'LOCKED_OBJECT',
  columns: LOCKED_OBJECT_COLUMNS,
  *rows(context, instance) {
    if (instance !== FIRST_INSTANCE) return;
    const sessions = new Map([...context.instance.sessions].map((session) => [session.sid, session]));
    const transactions = new Map([...context.instance.transactions].map((open) => [open.sid, open]));
    for (const lock of context.instance.locks) {
      if (lock.type !== 'TM') continue;
      const session = sessions.get(lock.sid);
      const transaction = transactions.get(lock.sid);
      yield {
        XIDUSN: transaction?.usn ?? 0,
        XIDSLOT: transaction?.slot ?? 0,
        XIDSQN: transaction?.sequence ?? 0,
        OBJECT_ID: lock.id1,
        SESSION_ID: lock.sid,
        ORACLE_USERNAME: session?.user,
        OS_USER_NAME: session?.osUser,
        PROCESS: String(10_000 + lock.sid),
        LOCKED_MODE: lock.mode,
        CON_ID: context.persona.container.conId,
      };
    }
  },
};

/** XID as RAW(8): little-endian undo segment, slot and sequence. */
export function xidBytes(transaction: TransactionFacts): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(transaction.usn, 0);
  bytes.writeUInt16LE(transaction.slot, 2);
  bytes.writeUInt32LE(transaction.sequence, 4);
  return new Uint8Array(bytes);
}

/** Addresses are made up from the numbers they stand for, so that V$SESSION.PADDR joins V$PROCESS.ADDR. */
function address(high: number, low: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(high, 0);
  bytes.writeUInt32BE(low, 4);
  return new Uint8Array(bytes);
}

const sessionAddress = (sid: number): Uint8Array => address(1, sid);
const processAddress = (sid: number): Uint8Array => address(2, sid);
const transactionAddress = (transaction: TransactionFacts): Uint8Array =>
  address(0x30000 + transaction.usn, transaction.slot);

function sessionRow(session: SessionFacts, context: DictionaryContext): Row {
  const transaction = [...context.instance.transactions].find((open) => open.sid === session.sid);
  const user = context.catalog.users.get(session.user);
  const waiting = session.blockedBy !== null;
  return {
    SADDR: sessionAddress(session.sid),
    SID: session.sid,
    'SERIAL#': session.serial,
    AUDSID: session.sid,
    PADDR: processAddress(session.sid),
    'USER#': user?.userId,
    USERNAME: session.user,
    COMMAND: 0,
    OWNERID: 2_147_483_644,
    TADDR:
      transaction === undefined ? null : Buffer.from(transactionAddress(transaction)).toString('hex').toUpperCase(),
    STATUS: session.status,
    SERVER: 'DEDICATED',
    'SCHEMA#': context.catalog.users.get(session.schema)?.userId,
    SCHEMANAME: session.schema,
    OSUSER: session.osUser,
    PROCESS: String(10_000 + session.sid),
    MACHINE: session.machine,
    PORT: 0,
    TERMINAL: 'unknown',
    PROGRAM: session.program,
    TYPE: 'USER',
    MODULE: session.module,
    ACTION: session.action,
    CLIENT_INFO: session.clientInfo,
    CLIENT_IDENTIFIER: session.clientIdentifier,
    FIXED_TABLE_SEQUENCE: 0,
    'ROW_WAIT_OBJ#': -1,
    LOGON_TIME: dateOf(session.logonAtMs),
    LAST_CALL_ET: Math.max(0, Math.floor((context.instance.nowMs - session.lastCallAtMs) / 1000)),
    PDML_ENABLED: 'NO',
    FAILOVER_TYPE: 'NONE',
    FAILOVER_METHOD: 'NONE',
    FAILED_OVER: 'NO',
    PDML_STATUS: 'DISABLED',
    PDDL_STATUS: 'ENABLED',
    PQ_STATUS: 'ENABLED',
    CURRENT_QUEUE_DURATION: 0,
    BLOCKING_SESSION_STATUS: waiting ? 'VALID' : 'NO HOLDER',
    BLOCKING_INSTANCE: waiting ? FIRST_INSTANCE : null,
    BLOCKING_SESSION: session.blockedBy,
    FINAL_BLOCKING_SESSION_STATUS: waiting ? 'VALID' : 'NO HOLDER',
    FINAL_BLOCKING_INSTANCE: waiting ? FIRST_INSTANCE : null,
    FINAL_BLOCKING_SESSION: session.blockedBy,
    EVENT: waiting ? 'enq: TX - row lock contention' : 'SQL*Net message from client',
    WAIT_CLASS: waiting ? 'Application' : 'Idle',
    STATE: 'WAITING',
    SERVICE_NAME: session.serviceName,
    SQL_TRACE: 'DISABLED',
    SQL_TRACE_WAITS: 'FALSE',
    SQL_TRACE_BINDS: 'FALSE',
    SQL_TRACE_PLAN_STATS: 'FIRST EXEC',
    CON_ID: context.persona.container.conId,
    PLSQL_DEBUGGER_CONNECTED: 'FALSE',
  };
}

function transactionRow(transaction: TransactionFacts, context: DictionaryContext): Row {
  return {
    ADDR: transactionAddress(transaction),
    XIDUSN: transaction.usn,
    XIDSLOT: transaction.slot,
    XIDSQN: transaction.sequence,
    STATUS: transaction.status,
    START_TIME: startTime(transaction.startedAtMs),
    START_SCNB: transaction.startScn & 0xffffffffn,
    START_SCNW: transaction.startScn >> 32n,
    SES_ADDR: sessionAddress(transaction.sid),
    FLAG: 3587,
    SPACE: 'NO',
    RECURSIVE: 'NO',
    NOUNDO: 'NO',
    PTX: 'NO',
    NAME: transaction.name,
    PRV_XIDUSN: 0,
    PRV_XIDSLT: 0,
    PRV_XIDSQN: 0,
    PTX_XIDUSN: 0,
    PTX_XIDSLT: 0,
    PTX_XIDSQN: 0,
    'DSCN-B': 0,
    'DSCN-W': 0,
    USED_UBLK: transaction.undoBlocks,
    USED_UREC: transaction.undoRecords,
    START_DATE: dateOf(transaction.startedAtMs),
    DSCN_BASE: 0,
    DSCN_WRAP: 0,
    START_SCN: transaction.startScn,
    DEPENDENT_SCN: 0,
    XID: xidBytes(transaction),
    PRV_XID: new Uint8Array(8),
    PTX_XID: new Uint8Array(8),
    CON_ID: context.persona.container.conId,
  };
}

/** `01/15/24 08:30:00` */
function startTime(ms: number): string {
  const [date = '', time = ''] = new Date(ms).toISOString().split(/[T.]/);
  const [year = '', month = '', day = ''] = date.split('-');
  return `${month}/${day}/${year.slice(2)} ${time}`;
}

function lockRow(lock: LockFacts, context: DictionaryContext): Row {
  return {
    ADDR: address(4, lock.sid),
    KADDR: address(5, lock.sid),
    SID: lock.sid,
    TYPE: lock.type,
    ID1: lock.id1,
    ID2: lock.id2,
    LMODE: lock.mode,
    REQUEST: lock.request,
    CTIME: Math.max(0, Math.floor((context.instance.nowMs - lock.sinceMs) / 1000)),
    BLOCK: lock.blocking ? 1 : 0,
    CON_ID: context.persona.container.conId,
  };
}
