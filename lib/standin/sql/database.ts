/*
 * WIRE to STORE: `server.ts` hands over `persona`, `systemPassword` and `faults` below. A call of `STANDIN.FAULT(point => 'ROW',
 * action => 'ERROR', code => 1555, after_rows => 10, ...)` in a block is `faults.add(faultFromArguments(names and texts))`, and
 * `STANDIN.CLEAR_FAULTS` is `faults.clear()`: see wire/fault-plan.ts. `openSession('SYSTEM')` must work on a new database, and
 * `catalog.users.get(name).password` is what the wire checks.
 */
import { Dictionary } from '../dictionary/dictionary.ts';
import type { DatabaseSwitches, Persona, PersonaOptions } from '../dictionary/persona.ts';
import { createPersona } from '../dictionary/persona.ts';
import { seedCatalog } from '../dictionary/seed.ts';
import { oracleError } from '../oracle-error.ts';
import type { RedoLog } from '../redo/redo-log.ts';
import { FaultPlan } from '../wire/fault-plan.ts';
import { Catalog } from './catalog/catalog.ts';
import type { Constraint } from './catalog/constraint.ts';
import type { Partition, Table } from './catalog/table.ts';
import type { FoundPlaceholder } from './execute/placeholders.ts';
import { createDual } from './execute/dual.ts';
import { keyOfLogicalRowid } from './execute/logical-rowid.ts';
import { allSegments } from './execute/partition-selection.ts';
import { foreignKeyProbe, refreshIndexes } from './execute/table-indexes-of.ts';
import type { StoredImage } from './execute/table-indexes-of.ts';
import { SqlSession } from './session.ts';
import type { ClientInfo } from './session.ts';
import type { Block } from './store/block.ts';
import type { HeapSegment } from './store/segment.ts';
import { Store } from './store/store.ts';
import { encodeKey } from './store/stored-index.ts';
import type { StoredIndex } from './store/stored-index.ts';
import { TableIndexes } from './store/table-indexes.ts';
import type { Transaction } from './store/transaction.ts';
import type { Statement } from './syntax/ast.ts';
import { parseStatement } from './syntax/parse-statement.ts';
import { charsetNamed } from './values/charset.ts';
import type { Charset } from './values/charset.ts';
import type { SqlValue } from './values/value.ts';

/** Milliseconds since 1970. */
export interface Clock {
  nowMs(): number;
}

export interface DatabaseOptions {
  readonly clock?: Clock;
  readonly redo?: RedoLog;
  readonly undo?: { readonly retentionMs: number; readonly bytesMax: number };
  readonly firstScn?: bigint;
  readonly persona?: PersonaOptions;
  readonly systemPassword?: string;
  /** What `STANDIN.FAULT` adds to. */
  readonly faults?: FaultPlan;
}

export interface InDoubt {
  readonly transaction: Transaction;
  readonly globalId: string;
  readonly failedAtMs: number;
}

const STATEMENTS_MAX = 1000;
const STATEMENT_LENGTH_MAX = 20_000;
const DEFAULT_UNDO = { retentionMs: 900_000, bytesMax: 64 * 1024 * 1024 };

/** One database: catalog, store, transactions and sessions. Nothing is shared between instances. */
export class Database {
  readonly catalog = new Catalog();
  readonly clock: Clock;
  readonly persona: Persona;
  readonly dictionary: Dictionary;
  readonly charset: Charset;
  readonly store: Store;
  readonly redo: RedoLog | null;
  readonly faults: FaultPlan;
  readonly sessions = new Set<SqlSession>();
  readonly inDoubt: InDoubt[] = [];
  readonly startedAtMs: number;
  /** Changed by ALTER DATABASE. */
  switches: DatabaseSwitches;
  /** How often ORA-01555 was raised: V$UNDOSTAT.SSOLDERRCNT. */
  tooOldErrors = 0;
  readonly #indexes = new Map<number, TableIndexes>();
  readonly #statements = new Map<
    string,
    { readonly statement: Statement; placeholders: readonly FoundPlaceholder[] | null }
  >();
  #systemNumber = 10_000;
  #sessionId = 20;

  constructor(options: DatabaseOptions = {}) {
    this.clock = options.clock ?? { nowMs: () => Date.now() };
    this.startedAtMs = this.clock.nowMs();
    this.persona = createPersona(options.persona);
    this.switches = this.persona.switches;
    this.dictionary = new Dictionary(this.persona);
    this.charset = charsetNamed(this.persona.characterSet);
    this.redo = options.redo ?? null;
    this.faults = options.faults ?? new FaultPlan();
    this.store = new Store({
      nowMs: () => this.clock.nowMs(),
      redo: this.redo,
      undo: { ...(options.undo ?? DEFAULT_UNDO) },
      firstScn: options.firstScn ?? this.persona.resetlogsScn + 100_000n,
    });
    for (const name of ['SYSTEM', 'SYSAUX', 'UNDOTBS1', 'USERS']) this.store.addTablespace(name);
    const password = options.systemPassword ?? 'oracle';
    seedCatalog(this.catalog, this.persona, { sys: password, system: password });
    createDual(this);
  }

  /** A new session of a user whose password the caller has checked. Throws ORA-01017, ORA-28000. */
  openSession(name: string, client?: ClientInfo): SqlSession {
    const user = this.catalog.users.get(name);
    if (user === undefined) throw oracleError(1017);
    if (user.accountStatus.includes('LOCKED')) throw oracleError(28000);
    if (user.accountStatus.includes('EXPIRED')) throw oracleError(28001);
    if (!this.catalog.privileges.hasSystem(name, 'CREATE SESSION')) throw oracleError(1045, name);
    this.#sessionId += 1;
    const session = new SqlSession(this, name, client, this.#sessionId);
    this.sessions.add(session);
    return session;
  }

  /** Checks name and password: ORA-01017, ORA-28000 (locked), ORA-01045 (lacks CREATE SESSION). */
  logOn(name: string, password: string, client?: ClientInfo): SqlSession {
    const user = this.catalog.users.get(name);
    if (user === undefined || user.password === null || user.password !== password) throw oracleError(1017);
    return this.openSession(name, client);
  }

  /** CURRENT_SCN of V$DATABASE: asking advances it. */
  currentScn(): bigint {
    return this.store.scn.next();
  }

  /** The number in names like SYS_C0010001 and SYS_P10002. */
  nextSystemNumber(): number {
    this.#systemNumber += 1;
    return this.#systemNumber;
  }

  // ------------------------------------------------------------------ storage of tables

  /** The stored indexes of a table; of a temporary one each session has its own. */
  indexesOf(table: Table, session: SqlSession): TableIndexes {
    if (table.temporary !== 'no') return session.temporarySegment(table).indexes;
    const known = this.#indexes.get(table.objectId);
    if (known !== undefined) return known;
    const indexes = new TableIndexes();
    this.#indexes.set(table.objectId, indexes);
    refreshIndexes(table, indexes, imagesOf(allSegments(table)));
    return indexes;
  }

  /** After DDL on indexes or keys: stored indexes follow the catalog. */
  refreshIndexes(table: Table, session: SqlSession): void {
    refreshIndexes(table, this.indexesOf(table, session), imagesOf(allSegments(table)));
  }

  /** The stored indexes if they were ever asked for. */
  knownIndexes(table: Table): TableIndexes | undefined {
    return this.#indexes.get(table.objectId);
  }

  /** An index over a foreign key's columns that is not kept yet: to validate the rows. */
  foreignKeyIndex(table: Table, constraint: Constraint): StoredIndex {
    return foreignKeyProbe(table, constraint);
  }

  forgetIndexes(table: Table): void {
    this.#indexes.delete(table.objectId);
  }

  /** The segment of a table that is not partitioned, made when the first row comes. */
  segmentOf(table: Table): HeapSegment {
    table.segment ??= this.newSegment(table, table.objectId, table.tablespace, table.dataObjectId);
    return table.segment;
  }

  newSegment(table: Table, objectId: number, tablespace: string, dataObjectId: number = objectId): HeapSegment {
    let indexes = this.#indexes.get(table.objectId);
    if (indexes === undefined) {
      indexes = new TableIndexes();
      this.#indexes.set(table.objectId, indexes);
      refreshIndexes(table, indexes, []);
    }
    return this.store.newSegment(objectId, dataObjectId, tablespace, indexes);
  }

  /** The segment of a partition, made when the first row comes. */
  partitionSegment(table: Table, partition: Partition): HeapSegment {
    partition.segment ??= this.newSegment(table, partition.objectId, partition.tablespace, partition.dataObjectId);
    return partition.segment;
  }

  /** Where the row of a ROWID stands; null when there is no such place. */
  placeOf(table: Table, rowid: SqlValue, session: SqlSession): { readonly block: Block; readonly slot: number } | null {
    if (typeof rowid === 'string') {
      const primary = table.constraints.find((constraint) => constraint.type === 'P')?.indexName ?? '';
      const key = encodeKey(keyOfLogicalRowid(rowid));
      const index = this.indexesOf(table, session).find(primary);
      if (index === undefined || key === null) return null;
      const next = index.candidates(key);
      for (let reference = next(); reference !== undefined; reference = next()) {
        const place = this.store.rowAt(reference);
        const row = place?.block.current(place.slot) ?? null;
        if (place !== undefined && row !== null && index.keyOf(row) === key) return place;
      }
      return null;
    }
    if (rowid === null || typeof rowid !== 'object' || !('kind' in rowid) || rowid.kind !== 'rowid') return null;
    const segments = table.temporary === 'no' ? allSegments(table) : [session.temporarySegment(table)];
    const segment = segments.find((candidate) => candidate.dataObjectId === rowid.object);
    const block = segment?.blockAt(rowid.file, rowid.block);
    return block === undefined ? null : { block, slot: rowid.row };
  }

  // ------------------------------------------------------------------ texts

  /** Parses a statement; texts that come again are remembered. */
  parse(text: string): Statement {
    const known = this.#statements.get(text);
    if (known !== undefined) return known.statement;
    const statement = parseStatement(text);
    if (this.#statements.size >= STATEMENTS_MAX) this.#statements.clear();
    if (text.length <= STATEMENT_LENGTH_MAX) this.#statements.set(text, { statement, placeholders: null });
    return statement;
  }

  placeholders(text: string, find: () => readonly FoundPlaceholder[]): readonly FoundPlaceholder[] {
    const known = this.#statements.get(text);
    if (known === undefined) return find();
    known.placeholders ??= find();
    return known.placeholders;
  }

  // ------------------------------------------------------------------ surprises

  /** The undo of all committed transactions is overwritten: older readers get ORA-01555. */
  exhaustUndo(): void {
    this.store.retention.exhaust();
  }

  /** Lets a table's segments grow beyond what was planned with: empty extents above the high-water mark. */
  growSegments(table: Table, extents = 1): void {
    for (const segment of allSegments(table)) {
      for (let count = 0; count < extents; count += 1) segment.allocateExtent();
    }
  }

  /** Leaves a session's transaction in doubt: its rows raise ORA-01591 until `resolveInDoubt`. The session goes on without it. */
  prepareInDoubt(session: SqlSession, globalId = 'ORCL.1f2e3d4c.1.2.3'): Transaction {
    const transaction = session.detachTransaction();
    this.store.prepare(transaction);
    this.inDoubt.push({ transaction, globalId, failedAtMs: this.clock.nowMs() });
    return transaction;
  }

  /** COMMIT FORCE and ROLLBACK FORCE. ORA-02058 for a transaction that is not in doubt. */
  resolveInDoubt(localId: string, commit: boolean): void {
    const at = this.inDoubt.findIndex((entry) => entry.transaction.text === localId);
    const found = this.inDoubt[at];
    if (found === undefined) throw oracleError(2058, localId);
    this.inDoubt.splice(at, 1);
    if (commit) this.store.commit(found.transaction);
    else this.store.rollback(found.transaction);
  }
}

/** Every version of every row that some reader may still see. */
export function* imagesOf(segments: readonly HeapSegment[]): Iterable<StoredImage> {
  for (const segment of segments) {
    for (const block of segment.blocks) {
      for (let slot = 0; slot < block.slots; slot += 1) {
        for (const image of block.images(slot)) yield { serial: block.serial, slot, image };
      }
    }
  }
}
