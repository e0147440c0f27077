import { z } from 'zod';
import { Fault } from '../../lib/model/fault.ts';
import type { TablePlan } from '../../lib/model/table-plan.ts';
import type { CanonicalRow, RowBatch } from '../../lib/model/value.ts';
import type { SchemaTarget } from '../../lib/ports/schema-target.ts';
import type { ChunkAttempt, ChunkWriter, RangeOutcome, TargetLoader } from '../../lib/ports/target-loader.ts';
import { oceanbase } from '../engine/schema/planning.ts';
import { identityOf } from './key-order.ts';
import type { World } from './simulated-doors.ts';
import { type Definition, nameOf } from './simulated-target.ts';
import type { Invocation } from './turnstile.ts';

const nothing = async (): Promise<void> => {};

const statement: z.ZodType<Definition> = z.custom<Definition>((value) => typeof value === 'object' && value !== null);

const written = (definition: Definition): string => JSON.stringify(definition);

export function schemaTarget({ target, turnstile }: World, by: Invocation): SchemaTarget {
  const call = <Result>(effect: () => Result): Promise<Result> => turnstile.call(by, 'TARGET_UNREACHABLE', effect);
  return {
    server: () => call(() => oceanbase),
    renderTable: (table) => [written({ op: 'table', table })],
    renderIndex: (index) => [written({ op: 'index', index })],
    renderForeignKey: (key) => [written({ op: 'foreign-key', key })],
    renderView: (name) => written({ op: 'view', name: nameOf(name) }),
    renderDropIndex: ({ table, name }) => [written({ op: 'drop-index', table: nameOf(table), name })],
    renderDropColumns: (table, columns) => [written({ op: 'drop-columns', table: nameOf(table), columns })],
    execute: (text) => call(() => target.execute(statement.parse(JSON.parse(text)))),
    tableExists: (name) => call(() => target.tables.has(nameOf(name)) || target.views.has(nameOf(name))),
    indexExists: ({ table, name }) => call(() => target.tables.get(nameOf(table))?.indexes.has(name) === true),
    foreignKeyExists: ({ table, name }) => call(() => target.tables.get(nameOf(table))?.foreignKeys.has(name) === true),
    columns: (name) => call(() => target.tables.get(nameOf(name))?.columns ?? null),
    tableHasRows: (name) => call(() => target.table(nameOf(name)).rows.length > 0),
    emptyTable: (name) =>
      call(() => {
        target.table(nameOf(name)).rows = [];
      }),
    ensureProgress: () => call(() => {}),
    dropProgress: (projectId) => call(() => target.dropProgress(projectId)),
    precheck: () => call(() => []),
    [Symbol.asyncDispose]: nothing,
  };
}

export function targetLoader(world: World, by: Invocation): TargetLoader {
  const { target, turnstile } = world;
  const call = <Result>(effect: () => Result): Promise<Result> => turnstile.call(by, 'TARGET_UNREACHABLE', effect);
  return {
    openChunk: async (attempt) => {
      const { projectId, round, chunkId, ranges } = attempt;
      const row = await call(() => target.claim(projectId, round, chunkId, ranges));
      return new SimulatedWriter(world, by, attempt, row);
    },
    allChunksClosed: (projectId, round, chunks) =>
      call(() => {
        const { all, closed } = target.closed(projectId, round);
        return all === chunks && closed === chunks;
      }),
    beginRound: (projectId, round) => call(() => target.beginRound(projectId, round)),
    [Symbol.asyncDispose]: nothing,
  };
}

/** Writes as the port promises: rows and position together; bulk at once, strict batch by batch. */
class SimulatedWriter implements ChunkWriter {
  readonly attempt: number;
  readonly #world: World;
  readonly #by: Invocation;
  readonly #chunk: ChunkAttempt;
  readonly #strictBefore: number;
  #position: number;
  #rowsStored: number;

  constructor(
    world: World,
    by: Invocation,
    chunk: ChunkAttempt,
    row: { readonly attempt: number; readonly position: number; readonly rows: number },
  ) {
    this.#world = world;
    this.#by = by;
    this.#chunk = chunk;
    this.attempt = row.attempt;
    this.#position = row.position;
    this.#rowsStored = row.rows;
    this.#strictBefore = row.attempt > 1 ? row.position + 1 : 0;
  }

  get position(): number {
    return this.#position;
  }

  get rowsStored(): number {
    return this.#rowsStored;
  }

  async writeRange(table: TablePlan, read: () => AsyncIterable<RowBatch>): Promise<RangeOutcome> {
    const untried = this.#position >= this.#strictBefore;
    const bulk = untried && this.#world.random.chance(0.7);
    const rows = bulk ? await this.#bulk(table, read) : await this.#strict(table, read, untried);
    this.#position += 1;
    this.#rowsStored += rows;
    return { rows, bytes: rows * 10, mode: bulk ? 'bulk' : 'strict' };
  }

  async #bulk(table: TablePlan, read: () => AsyncIterable<RowBatch>): Promise<number> {
    const rows: CanonicalRow[] = [];
    for await (const batch of read()) rows.push(...batch.rows);
    await this.#world.turnstile.pass(this.#by);
    const chunk = this.#owned();
    this.#world.target.change(table, [], rows);
    chunk.position += 1;
    chunk.rows += rows.length;
    return rows.length;
  }

  async #strict(table: TablePlan, read: () => AsyncIterable<RowBatch>, untried: boolean): Promise<number> {
    const { target, turnstile } = this.#world;
    let count = 0;
    for await (const { rows } of read()) {
      await turnstile.pass(this.#by);
      this.#owned();
      const there = target.holds(table, rows);
      if (there > 0 && untried && this.#chunk.existing === 'none') {
        throw new Fault('KEY_COLLISION', `${there} rows of ${table.tableId} are on the target already`);
      }
      target.change(
        table,
        rows.map((row) => identityOf(table, row)),
        rows,
      );
      count += rows.length;
    }
    await turnstile.pass(this.#by);
    const chunk = this.#owned();
    chunk.position += 1;
    chunk.rows += count;
    return count;
  }

  #owned(): { position: number; rows: number } {
    const { projectId, round, chunkId } = this.#chunk;
    return this.#world.target.owned(projectId, round, chunkId, this.attempt, this.#position);
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
