import { limits } from '../../model/limits.ts';
import type { SessionPurpose } from '../sql/server-probe.ts';
import { begin, commit, rollback } from '../sql/session-statements.ts';
import { type TargetAddress, TargetConnection } from './connection.ts';
import { backOff, retried } from './retry.ts';
import { TargetFault } from './target-faults.ts';

/** Keeps one session open for a door and opens a new one when the last was lost. Not for several callers at a time. */
export class SessionHolder implements AsyncDisposable {
  readonly #address: TargetAddress;
  readonly #purpose: SessionPurpose;
  #connection: TargetConnection | null = null;

  constructor(address: TargetAddress, purpose: SessionPurpose) {
    this.#address = address;
    this.#purpose = purpose;
  }

  async open(signal: AbortSignal): Promise<TargetConnection> {
    if (this.#connection === null || this.#connection.closed) {
      this.#connection = await TargetConnection.open(this.#address, this.#purpose, signal);
    }
    return this.#connection;
  }

  /** Runs work that may be repeated as a whole: after a pause, on a new session when the last one is lost. */
  async read<Answer>(signal: AbortSignal, work: (connection: TargetConnection) => Promise<Answer>): Promise<Answer> {
    for (let repetition = 1; ; repetition += 1) {
      try {
        return await work(await this.open(signal));
      } catch (error) {
        signal.throwIfAborted();
        const again = error instanceof TargetFault && error.recovery !== 'refuse';
        if (!again || repetition > limits.statementRetriesMax) throw error;
        if (error.recovery === 'lost') this.#connection?.destroy();
        await backOff(repetition, signal);
      }
    }
  }

  /** Runs an idempotent transaction, repeated when the server says so or the session is lost. */
  async transaction<Answer>(
    signal: AbortSignal,
    work: (connection: TargetConnection) => Promise<Answer>,
  ): Promise<Answer> {
    return await this.read(signal, async (connection) => {
      const once = async (): Promise<Answer> => {
        await connection.run(begin, signal);
        const answer = await work(connection);
        await connection.run(commit, signal);
        return answer;
      };
      try {
        return await retried(signal, once, connection);
      } catch (error) {
        if (!connection.closed) await connection.run(rollback, signal);
        throw error;
      }
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection?.[Symbol.asyncDispose]();
    this.#connection = null;
  }
}
