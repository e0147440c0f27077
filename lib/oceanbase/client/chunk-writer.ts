import { assert } from '../../model/fault.ts';
import { limits } from '../../model/limits.ts';
import type { TablePlan } from '../../model/table-plan.ts';
import type { RowBatch } from '../../model/value.ts';
import type { ChunkAttempt, ChunkWriter, RangeOutcome } from '../../ports/target-loader.ts';
import { keepConnection } from '../sql/progress-statements.ts';
import { rollback } from '../sql/session-statements.ts';
import { type Ownership, takeChunk } from './chunk-ownership.ts';
import { type TargetAddress, TargetConnection } from './connection.ts';
import { type RangeWrite, writeBulk } from './range-write.ts';
import { backOff } from './retry.ts';
import { type SessionEntry, unmarkSession } from './session-fence.ts';
import { writeStrict } from './strict-write.ts';
import { TargetFault } from './target-faults.ts';

/**
 * Writes the ranges of one chunk exactly once (H5). A lost session, or a COMMIT of unknown outcome, is answered by taking
 * the chunk over again under a new session: what the chunk row says then is what happened.
 */
export class TargetChunkWriter implements ChunkWriter {
  readonly #address: TargetAddress;
  readonly #chunk: ChunkAttempt;
  /** Sessions under which this writer has, or may have, taken the chunk. */
  readonly #ours: SessionEntry[] = [];
  #connection: TargetConnection;
  #ownership: Ownership;
  /** Ranges before this number may have been tried by somebody: they are written strictly. */
  #triedBefore: number;

  private constructor(address: TargetAddress, chunk: ChunkAttempt, connection: TargetConnection, ownership: Ownership) {
    this.#address = address;
    this.#chunk = chunk;
    this.#connection = connection;
    this.#ownership = ownership;
    this.#triedBefore = ownership.attempt > 1 ? ownership.position + 1 : 0;
  }

  static async open(address: TargetAddress, chunk: ChunkAttempt, signal: AbortSignal): Promise<TargetChunkWriter> {
    const ours: SessionEntry[] = [];
    const { connection, ownership } = await takeUnderNewSession(address, chunk, 'opening', ours, signal);
    const writer = new TargetChunkWriter(address, chunk, connection, ownership);
    writer.#ours.push(...ours);
    return writer;
  }

  get position(): number {
    return this.#ownership.position;
  }

  get rowsStored(): number {
    return this.#ownership.rows;
  }

  get attempt(): number {
    return this.#ownership.attempt;
  }

  async writeRange(
    table: TablePlan,
    read: () => AsyncIterable<RowBatch>,
    rowsPerWrite: number,
    signal: AbortSignal,
  ): Promise<RangeOutcome> {
    const before = this.#ownership;
    assert(before.position < this.#chunk.ranges, `chunk ${this.#chunk.chunkId} has no range left`);
    const { localInfile, loadDataAtomic } = this.#connection.server;
    let mode: RangeOutcome['mode'] =
      localInfile && loadDataAtomic && before.position >= this.#triedBefore ? 'bulk' : 'strict';
    let repetitions = 0;
    for (;;) {
      try {
        const untried = before.position >= this.#triedBefore;
        const write = this.#rangeWrite({ table, read, rowsPerWrite, untried });
        const written = mode === 'bulk' ? await writeBulk(write, signal) : await writeStrict(write, signal);
        if (written !== null) {
          this.#ownership = {
            attempt: this.#ownership.attempt,
            position: before.position + 1,
            rows: before.rows + written.rows,
          };
          return { ...written, mode };
        }
      } catch (error) {
        repetitions += 1;
        // A strict batch may have been committed by now.
        if (mode === 'strict') this.#triedBefore = before.position + 1;
        await this.#recover(error, repetitions, signal);
        if (this.#ownership.position > before.position) {
          // The COMMIT whose answer was lost had happened.
          return { rows: this.#ownership.rows - before.rows, bytes: 0, mode };
        }
      }
      mode = 'strict';
    }
  }

  #rangeWrite(range: Pick<RangeWrite, 'table' | 'read' | 'rowsPerWrite' | 'untried'>): RangeWrite {
    return {
      connection: this.#connection,
      chunk: this.#chunk,
      attempt: this.#ownership.attempt,
      position: this.#ownership.position,
      rowsBefore: this.#ownership.rows,
      ...range,
    };
  }

  /** Makes the writer able to go on after a failure, or throws it. */
  async #recover(error: unknown, repetitions: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const recoverable = error instanceof TargetFault && error.recovery !== 'refuse';
    if (!recoverable || repetitions > limits.statementRetriesMax) {
      await this.#rollBack(signal);
      throw error;
    }
    const keepSession = error.recovery === 'retry' && !error.outcomeUnknown && !this.#connection.closed;
    if (keepSession) {
      await this.#rollBack(signal);
      await backOff(repetitions, signal);
      return;
    }
    this.#connection.destroy();
    const taken = await takeUnderNewSession(this.#address, this.#chunk, 'reconnecting', this.#ours, signal);
    this.#connection = taken.connection;
    this.#ownership = taken.ownership;
    this.#triedBefore = taken.ownership.position + 1;
  }

  async #rollBack(signal: AbortSignal): Promise<void> {
    if (this.#connection.closed) return;
    try {
      await this.#connection.run(rollback, signal);
    } catch (error) {
      // A session that cannot roll back is ended: the server rolls back for it.
      this.#connection.destroy();
      if (!(error instanceof TargetFault)) throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const connection = this.#connection;
    if (connection.closed) return;
    const signal = AbortSignal.timeout(limits.connectTimeoutMs);
    try {
      await unmarkSession(connection, this.#chunk, this.#ownership.attempt, signal);
      await connection.run(keepConnection(this.#chunk, this.#ownership.attempt, ''), signal);
    } catch (error) {
      // The next attempt, or the check at the end of the load, deals with a session that could not say goodbye.
      connection.destroy();
      if (!(error instanceof TargetFault)) throw error;
    }
    await connection[Symbol.asyncDispose]();
  }
}

/**
 * A server that restarts, or a network that breaks in the middle of a range, is waited for this long. Who only opens a
 * chunk has lost nothing yet: its caller decides whether to wait more.
 */
const waitMsMax = { reconnecting: 60_000, opening: 15_000 } as const;

/**
 * Connects and takes the chunk, again and again while the target is away. `ours` grows by every session that tried. Who
 * opens a chunk takes it from whomever, also at the second try, because the first may not have reached the target; who
 * reconnects must still be the one who has it.
 */
async function takeUnderNewSession(
  address: TargetAddress,
  chunk: ChunkAttempt,
  moment: 'opening' | 'reconnecting',
  ours: SessionEntry[],
  signal: AbortSignal,
): Promise<{ readonly connection: TargetConnection; readonly ownership: Ownership }> {
  const deadline = performance.now() + waitMsMax[moment];
  for (let repetition = 1; ; repetition += 1) {
    let connection: TargetConnection | null = null;
    try {
      connection = await TargetConnection.open(address, 'load', signal);
      const earlier = moment === 'opening' ? null : [...ours];
      const ownership = await takeChunk(connection, chunk, earlier, (entry) => ours.push(entry), signal);
      return { connection, ownership };
    } catch (error) {
      connection?.destroy();
      const again = error instanceof TargetFault && error.recovery !== 'refuse' && performance.now() < deadline;
      if (!again) throw error;
      await backOff(repetition, signal);
    }
  }
}
