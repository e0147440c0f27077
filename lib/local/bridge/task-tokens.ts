import { randomUUID } from 'node:crypto';
import type { Json } from './json.ts';
import { StatesError } from './states-error.ts';
import { clampTimerMs } from './timers.ts';

interface Waiting {
  readonly settle: PromiseWithResolvers<Json>;
  heartbeatMs: number | null;
  timer: NodeJS.Timeout | null;
}

/**
 * Task tokens of all executions. A token lives from the moment a state asks for it until its state has ended in any way;
 * then every call about it is refused, as AWS does (TaskTimedOut).
 */
export class TaskTokens {
  readonly #waiting = new Map<string, Waiting>();

  issue(): string {
    const token = randomUUID();
    const settle = Promise.withResolvers<Json>();
    // A token nobody waits for any more may still be rejected.
    settle.promise.catch(() => undefined);
    this.#waiting.set(token, { settle, heartbeatMs: null, timer: null });
    return token;
  }

  isAlive(token: string): boolean {
    return this.#waiting.has(token);
  }

  /** Waits for the token's answer; `heartbeatSeconds` without one is States.HeartbeatTimeout. */
  async answer(token: string, heartbeatSeconds: number | null): Promise<Json> {
    const waiting = this.#find(token);
    waiting.heartbeatMs = heartbeatSeconds === null ? null : heartbeatSeconds * 1_000;
    this.heartbeat(token);
    try {
      return await waiting.settle.promise;
    } finally {
      this.kill(token);
    }
  }

  succeed(token: string, output: Json): void {
    this.#find(token).settle.resolve(output);
    this.kill(token);
  }

  fail(token: string, error: string, cause: string): void {
    this.#find(token).settle.reject(new StatesError(error, cause));
    this.kill(token);
  }

  heartbeat(token: string): void {
    const waiting = this.#find(token);
    if (waiting.timer !== null) clearTimeout(waiting.timer);
    if (waiting.heartbeatMs === null) return;
    waiting.timer = setTimeout(() => {
      waiting.settle.reject(new StatesError('States.HeartbeatTimeout', 'no heartbeat came in time'));
      this.kill(token);
    }, clampTimerMs(waiting.heartbeatMs));
  }

  /** Ends a token without an answer: its state is over. */
  kill(token: string): void {
    const waiting = this.#waiting.get(token);
    if (waiting === undefined) return;
    if (waiting.timer !== null) clearTimeout(waiting.timer);
    this.#waiting.delete(token);
  }

  #find(token: string): Waiting {
    const waiting = this.#waiting.get(token);
    if (waiting === undefined) throw new StatesError('TaskTimedOut', 'the task of this token is over');
    return waiting;
  }
}
