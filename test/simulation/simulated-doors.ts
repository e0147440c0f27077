import type { ChunkRange } from '../../lib/model/chunk.ts';
import { decodeRowid } from '../../lib/model/rowid.ts';
import { tableId } from '../../lib/model/source-table.ts';
import type { TablePlan } from '../../lib/model/table-plan.ts';
import type { CanonicalRow, RowBatch } from '../../lib/model/value.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import type { DatabaseDoors } from '../../lib/ports/database-doors.ts';
import type { ObjectStore } from '../../lib/ports/object-store.ts';
import type { ProjectStore } from '../../lib/ports/project-store.ts';
import type { RowSource } from '../../lib/ports/row-source.ts';
import type { SchemaSource } from '../../lib/ports/schema-source.ts';
import type { TargetRows } from '../../lib/ports/target-rows.ts';
import type { ManualClock } from '../support/memory-doors.ts';
import { compareKeys, identityOf, inKeyRange, inRowidRange, keyText } from './key-order.ts';
import type { SeededRandom } from './seeded-random.ts';
import { schemaTarget, targetLoader } from './simulated-target-doors.ts';
import type { SimulatedSource, SourceRow } from './simulated-source.ts';
import type { SimulatedTarget } from './simulated-target.ts';
import type { Invocation, Turnstile } from './turnstile.ts';

/** Everything outside the steps. */
export interface World {
  readonly random: SeededRandom;
  readonly turnstile: Turnstile;
  readonly source: SimulatedSource;
  readonly target: SimulatedTarget;
  readonly store: ProjectStore;
  readonly objects: ObjectStore;
  readonly clock: ManualClock;
  /** Called before rows of a table are read: undo may be gone by now. */
  readonly beforeRead: (table: string) => void;
}

export interface InvocationDoors extends DatabaseDoors {
  readonly store: ProjectStore;
  readonly objects: ObjectStore;
  readonly clock: Clock;
  readonly timeLeftMs: () => number;
  readonly rssBytes: () => number;
}

/** The doors of one invocation. */
export function doorsOf(world: World, by: Invocation): InvocationDoors {
  return {
    store: projectStore(world, by),
    objects: objectStore(world, by),
    clock: clock(world, by),
    timeLeftMs: () => (!world.turnstile.calm && world.random.chance(0.03) ? 1_000 : 900_000),
    rssBytes: () => 1_000_000,
    openRowSource: async () => rowSource(world, by),
    openSchemaSource: async () => schemaSource(world, by),
    openSchemaTarget: async () => schemaTarget(world, by),
    openTargetLoader: async () => targetLoader(world, by),
    openTargetRows: async () => targetRows(world, by),
  };
}

function clock(world: World, by: Invocation): Clock {
  return {
    // Two calls never share a moment, as they do not on machines whose keys carry it.
    now: () => {
      world.clock.advance(1);
      return world.clock.now();
    },
    monotonicMs: () => world.clock.monotonicMs(),
    wait: async (ms) => {
      await world.turnstile.pass(by);
      world.clock.advance(ms);
    },
  };
}

function projectStore({ store, turnstile }: World, by: Invocation): ProjectStore {
  const call = <Result>(effect: () => Promise<Result>): Promise<Result> =>
    turnstile.call(by, 'STORE_UNREACHABLE', effect);
  return {
    get: (kind, projectId, key) => call(() => store.get(kind, projectId, key)),
    put: (kind, projectId, key, body, expected) => call(() => store.put(kind, projectId, key, body, expected)),
    async *list(kind, projectId, key, prefix) {
      await turnstile.pass(by);
      yield* store.list(kind, projectId, key, prefix);
    },
    listProjects: () => store.listProjects(),
    listItems: (list) => store.listItems(list),
  };
}

function objectStore({ objects, turnstile }: World, by: Invocation): ObjectStore {
  return {
    bucket: objects.bucket,
    put: (key, body) => turnstile.call(by, 'STORE_UNREACHABLE', () => objects.put(key, body)),
    get: (key, sha256) => turnstile.call(by, 'STORE_UNREACHABLE', () => objects.get(key, sha256)),
    putLines: async (key, lines) => {
      const all: string[] = [];
      for await (const line of lines) all.push(line);
      return turnstile.call(by, 'STORE_UNREACHABLE', () => objects.putLines(key, all));
    },
    async *getLines(key) {
      await turnstile.pass(by);
      yield* objects.getLines(key);
    },
  };
}

const nothing = async (): Promise<void> => {};

function schemaSource({ source, turnstile }: World, by: Invocation): SchemaSource {
  const call = <Result>(effect: () => Result): Promise<Result> => turnstile.call(by, 'SOURCE_UNREACHABLE', effect);
  return {
    info: () =>
      call(() => ({
        version: '19.0.0',
        majorVersion: 19,
        characterSet: 'AL32UTF8',
        nationalCharacterSet: 'AL16UTF16',
        container: null,
        role: 'PRIMARY',
        logMode: 'ARCHIVELOG',
        blockBytes: 8_192,
      })),
    async *listObjects() {
      await turnstile.pass(by);
      for (const { definition } of source.tables.values()) {
        yield { name: definition.name, kind: 'table', variety: 'ordinary' };
      }
    },
    async *describeTables(names) {
      await turnstile.pass(by);
      for (const name of names) {
        const table = source.tables.get(tableId(name));
        if (table !== undefined) yield table.definition;
      }
    },
    async *describeViews() {},
    async *listDataObjects(names) {
      await turnstile.pass(by);
      for (const name of names) yield* source.dataObjects(tableId(name));
    },
    precheck: () =>
      call(() => [
        { id: 'source.archivelog', side: 'source', status: 'failed', skippable: true, cause: 'off', remedy: null },
      ]),
    [Symbol.asyncDispose]: nothing,
  };
}

function rowSource(world: World, by: Invocation): RowSource {
  const { source, turnstile, random, beforeRead } = world;
  const call = <Result>(effect: () => Result): Promise<Result> => turnstile.call(by, 'SOURCE_UNREACHABLE', effect);
  const read = (plan: TablePlan, scn: bigint): readonly SourceRow[] => {
    beforeRead(plan.tableId);
    return source.read(plan.tableId, scn);
  };
  const canonical = (plan: TablePlan, row: SourceRow): CanonicalRow => source.table(plan.tableId).canonical(plan, row);
  return {
    currentScn: () => call(() => source.currentScn()),
    async *readRange({ table, range, scn }): AsyncGenerator<RowBatch> {
      const rows = await call(() =>
        read(table, scn)
          .filter((row) => inSourceRange(table, row, canonical(table, row), range))
          .map((row) => canonical(table, row)),
      );
      for (let at = 0; at < rows.length; at += 3) {
        // Undo may be gone in the middle of a read.
        if (at > 0 && random.chance(0.2)) await call(() => read(table, scn));
        yield { rows: rows.slice(at, at + 3), bytes: 100 };
      }
    },
    readByIdentity: (table, keys, scn) =>
      call(() => {
        const wanted = new Set(keys.map(keyText));
        const rows = read(table, scn).map((row) => canonical(table, row));
        return rows.filter((row) => wanted.has(keyText(identityOf(table, row))));
      }),
    async *sampleIdentities(table, _everyRows, scn) {
      const keys = await call(() => read(table, scn).map((row) => identityOf(table, canonical(table, row))));
      const ordered = keys.toSorted((left, right) => compareKeys(table, 'binary', left, right));
      for (let at = 2; at < ordered.length; at += 3) {
        const key = ordered[at];
        if (key !== undefined) yield key;
      }
    },
    [Symbol.asyncDispose]: nothing,
  };
}

function inSourceRange(plan: TablePlan, row: SourceRow, values: CanonicalRow, range: ChunkRange): boolean {
  if (range.partition !== null && range.partition !== row.partition) return false;
  if (range.kind === 'rowid') return inRowidRange(decodeRowid(row.rowid), range);
  return inKeyRange(plan, 'binary', identityOf(plan, values), range);
}

function targetRows({ target, turnstile }: World, by: Invocation): TargetRows {
  const call = <Result>(effect: () => Result): Promise<Result> => turnstile.call(by, 'TARGET_UNREACHABLE', effect);
  return {
    async *readRange(table, range): AsyncGenerator<RowBatch> {
      const rows = await call(() => target.rows(table).filter((row) => inTargetRange(table, row, range)));
      for (let at = 0; at < rows.length; at += 4) yield { rows: rows.slice(at, at + 4), bytes: 100 };
    },
    readByIdentity: (table, keys) =>
      call(() => {
        const wanted = new Set(keys.map(keyText));
        return target.rows(table).filter((row) => wanted.has(keyText(identityOf(table, row))));
      }),
    renderRepair: (table, upserts, deletes) => [JSON.stringify([table.tableId, upserts, deletes])],
    repair: (_projectId, table, upserts, deletes) =>
      call(() => {
        const deleted = target.change(table, deletes, []);
        target.change(
          table,
          upserts.map((row) => identityOf(table, row)),
          upserts,
        );
        return { written: upserts.length, deleted };
      }),
    [Symbol.asyncDispose]: nothing,
  };
}

function inTargetRange(plan: TablePlan, row: CanonicalRow, range: ChunkRange): boolean {
  if (range.kind === 'key') return inKeyRange(plan, 'letters-first', identityOf(plan, row), range);
  const part = (wanted: string): number => {
    const at = plan.columns.findIndex(({ origin }) => origin.kind === 'rowid-part' && origin.part === wanted);
    return Number(row[at]);
  };
  const place = { object: part('object'), file: part('file'), block: part('block'), row: part('row') };
  if (range.partition !== null) {
    // As the door of the product: a partition's range stays inside the data object its bounds name.
    const bound = range.from ?? range.to;
    if (bound === null) throw new Error('assertion failed: a whole partition cannot be read by ROWID');
    if (decodeRowid(bound).object !== place.object) return false;
  }
  return inRowidRange(place, range);
}
