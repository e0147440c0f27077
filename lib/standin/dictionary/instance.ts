import type { NlsSettings } from '../sql/values/nls.ts';
import type { DatabaseSwitches, Persona } from './persona.ts';

/** What the V$ views tell about the running instance. Instants are milliseconds since 1970, SCNs bigints. */
export interface InstanceFacts {
  readonly nowMs: number;
  readonly startedAtMs: number;
  /** Reading it advances nothing; SELECT CURRENT_SCN is the database's to advance before it builds the facts. */
  readonly currentScn: bigint;
  readonly switches: DatabaseSwitches;
  readonly sessions: Iterable<SessionFacts>;
  readonly transactions: Iterable<TransactionFacts>;
  /** Held and awaited TX and TM locks. */
  readonly locks: Iterable<LockFacts>;
  /** Rows of SMON_SCN_TIME, oldest first. */
  readonly scnTimes: Iterable<ScnTime>;
  readonly redo: RedoFacts;
  readonly dataFiles: Iterable<DataFileFacts>;
  readonly undo: UndoFacts;
  /** In-doubt distributed transactions. */
  readonly inDoubt: Iterable<InDoubtTransaction>;
}

export interface SessionFacts {
  readonly sid: number;
  readonly serial: number;
  readonly user: string;
  readonly schema: string;
  readonly status: 'ACTIVE' | 'INACTIVE' | 'KILLED';
  readonly osUser: string;
  readonly machine: string;
  readonly program: string;
  readonly module: string | null;
  readonly action: string | null;
  readonly clientInfo: string | null;
  readonly clientIdentifier: string | null;
  readonly logonAtMs: number;
  readonly lastCallAtMs: number;
  /** Identifies the transaction in progress among {@link InstanceFacts.transactions}, by its XID text. */
  readonly transaction: string | null;
  /** SID of the session that holds the lock this one waits for. */
  readonly blockedBy: number | null;
  readonly nls: NlsSettings;
  readonly serviceName: string;
}

export interface TransactionFacts {
  readonly usn: number;
  readonly slot: number;
  readonly sequence: number;
  readonly status: 'ACTIVE';
  readonly sid: number;
  readonly startedAtMs: number;
  readonly startScn: bigint;
  readonly undoBlocks: number;
  readonly undoRecords: number;
  readonly name: string | null;
}

export interface LockFacts {
  readonly sid: number;
  readonly type: 'TX' | 'TM' | 'UL';
  readonly id1: number;
  readonly id2: number;
  /** LMODE and REQUEST: 0 none, 2 row share, 3 row exclusive, 4 share, 5 share row exclusive, 6 exclusive. */
  readonly mode: number;
  readonly request: number;
  readonly sinceMs: number;
  readonly blocking: boolean;
}

export interface ScnTime {
  readonly scn: bigint;
  readonly atMs: number;
  readonly thread: number;
}

export interface DataFileFacts {
  readonly fileId: number;
  readonly tablespace: string;
  /** Blocks taken by extents. */
  readonly blocks: number;
  readonly unrecoverableScn?: bigint;
}

export interface UndoFacts {
  readonly retentionSeconds: number;
  readonly tooOldErrors: number;
  readonly transactionCount: number;
}

export interface InDoubtTransaction {
  readonly localId: string;
  readonly globalId: string;
  readonly state: 'prepared' | 'committed' | 'collecting' | 'forced commit' | 'forced rollback';
  readonly failedAtMs: number;
  readonly user: string;
}

export interface RedoLogFacts {
  readonly group: number;
  readonly thread: number;
  readonly sequence: number;
  readonly bytes: number;
  readonly archived: boolean;
  readonly status: 'CURRENT' | 'ACTIVE' | 'INACTIVE' | 'UNUSED';
  readonly firstScn: bigint;
  readonly firstAtMs: number;
  /** Null while the log is current. */
  readonly nextScn: bigint | null;
  readonly nextAtMs: number | null;
  readonly members: readonly string[];
}

export interface ArchivedLogFacts {
  readonly recordId: number;
  /** Null after deletion. */
  readonly name: string | null;
  readonly destination: number;
  readonly thread: number;
  readonly sequence: number;
  readonly firstScn: bigint;
  readonly firstAtMs: number;
  readonly nextScn: bigint;
  readonly nextAtMs: number;
  readonly blocks: number;
  readonly completedAtMs: number;
  readonly deleted: boolean;
  readonly dictionaryBegin: boolean;
  readonly dictionaryEnd: boolean;
}

export interface RedoThreadFacts {
  readonly thread: number;
  readonly open: boolean;
  readonly currentGroup: number;
  readonly sequence: number;
  readonly checkpointScn: bigint;
  readonly lastRedoScn: bigint;
  readonly lastRedoAtMs: number;
}

export interface RedoFacts {
  readonly logs: Iterable<RedoLogFacts>;
  readonly archived: Iterable<ArchivedLogFacts>;
  readonly threads: Iterable<RedoThreadFacts>;
}

const LOG_BYTES = 209_715_200;

/** Redo as a quiet database shows it: three groups a thread, the second one current, nothing archived yet. */
export function quietRedo(persona: Persona, currentScn: bigint, nowMs: number): RedoFacts {
  const logs: RedoLogFacts[] = [];
  const threads: RedoThreadFacts[] = [];
  for (let thread = 1; thread <= persona.threads; thread += 1) {
    const firstGroup = (thread - 1) * 3 + 1;
    logs.push(...quietLogs(persona, thread, firstGroup));
    threads.push({
      thread,
      open: true,
      currentGroup: firstGroup,
      sequence: 1,
      checkpointScn: persona.resetlogsScn,
      lastRedoScn: currentScn,
      lastRedoAtMs: nowMs,
    });
  }
  return { logs, archived: [], threads };
}

function quietLogs(persona: Persona, thread: number, firstGroup: number): RedoLogFacts[] {
  return [0, 1, 2].map((place) => {
    const current = place === 0;
    return {
      group: firstGroup + place,
      thread,
      sequence: current ? 1 : 0,
      bytes: LOG_BYTES,
      archived: !current,
      status: current ? 'CURRENT' : 'UNUSED',
      firstScn: current ? persona.resetlogsScn : 0n,
      firstAtMs: persona.createdAtMs,
      nextScn: current ? null : 0n,
      nextAtMs: null,
      members: [`/u01/app/oracle/oradata/${persona.uniqueName}/redo${String(firstGroup + place).padStart(2, '0')}.log`],
    };
  });
}

/** An instance in which nothing happens: what tests and a database without sessions use. */
export function quietInstance(persona: Persona, nowMs: number, currentScn: bigint): InstanceFacts {
  return {
    nowMs,
    startedAtMs: nowMs,
    currentScn,
    switches: persona.switches,
    sessions: [],
    transactions: [],
    locks: [],
    scnTimes: [],
    redo: quietRedo(persona, currentScn, nowMs),
    dataFiles: [],
    undo: { retentionSeconds: 900, tooOldErrors: 0, transactionCount: 0 },
    inDoubt: [],
  };
}
