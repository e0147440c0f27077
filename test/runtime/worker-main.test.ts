import { describe, expect, test } from 'vitest';
import { Fault } from '../../lib/model/fault.ts';
import type { Environment, WorkerAssignment } from '../../lib/runtime/environment.ts';
import { type WorkerDefinition, workUntilEnd } from '../../lib/runtime/worker-main.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import type { TaskCallback } from '../../lib/ports/task-callback.ts';

const environment: Environment = {
  table: 't',
  objects: 'file:///nowhere',
  stack: 'Test',
  stateMachineArn: null,
  local: true,
  databases: [],
};
const assignment: WorkerAssignment = { projectId: 'p', generation: 1, token: 'token', objectId: null };

/** Tokens that remember what they were told; `diesAfter` heartbeats nobody waits any more. */
class Tokens implements TaskCallback {
  readonly told: string[] = [];
  readonly #diesAfter: number;
  beats = 0;

  constructor(diesAfter = Number.POSITIVE_INFINITY) {
    this.#diesAfter = diesAfter;
  }

  async heartbeat(): Promise<'delivered' | 'dead'> {
    this.beats += 1;
    return this.beats > this.#diesAfter ? 'dead' : 'delivered';
  }

  async succeed(_: string, output: object): Promise<'delivered'> {
    this.told.push(JSON.stringify(output));
    return 'delivered';
  }

  async fail(_: string, error: string, cause: string): Promise<'delivered'> {
    this.told.push(`${error}: ${cause}`);
    return 'delivered';
  }
}

/** Time that passes as fast as the event loop turns. */
const fastClock: Clock = {
  now: () => '2026-01-01T00:00:00.000Z',
  monotonicMs: () => 0,
  wait: (_, signal) =>
    new Promise((resolve, reject) => {
      const turn = setImmediate(resolve);
      signal.addEventListener('abort', () => {
        clearImmediate(turn);
        reject(new Error('aborted'));
      });
    }),
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

function work(run: WorkerDefinition['run'], tasks: Tokens, terminated: AbortSignal = new AbortController().signal) {
  return workUntilEnd({ name: 'capture', run }, environment, assignment, {
    tasks,
    clock: fastClock,
    print: () => undefined,
    terminated,
    heartbeatMs: 1,
  });
}

describe('a worker', () => {
  test('whose token is dead touches nothing', async () => {
    let ran = false;
    const tasks = new Tokens(0);
    const code = await work(async () => {
      ran = true;
      return { outcome: 'finished' };
    }, tasks);
    expect({ code, ran, told: tasks.told }).toEqual({ code: 0, ran: false, told: [] });
  });

  test('answers its token with how it ended', async () => {
    const tasks = new Tokens();
    expect(await work(async () => ({ outcome: 'paused' }), tasks)).toBe(0);
    expect(tasks.told).toEqual(['{"outcome":"paused"}']);
  });

  test('heart-beats while it works', async () => {
    const tasks = new Tokens();
    await work(async () => {
      while (tasks.beats < 4) await new Promise((resolve) => setImmediate(resolve));
      return { outcome: 'finished' };
    }, tasks);
    expect(tasks.beats).toBeGreaterThanOrEqual(4);
  });

  test('stops when its token dies under it, because another has the work', async () => {
    const tasks = new Tokens(2);
    const code = await work(async (_, __, ___, signal) => {
      await aborted(signal);
      throw signal.reason;
    }, tasks);
    expect(code).toBe(0);
    expect(tasks.told[0]).toContain('FENCED');
  });

  test('told to leave, says again', async () => {
    const terminated = new AbortController();
    const tasks = new Tokens();
    const code = await work(
      async (_, __, ___, signal) => {
        terminated.abort(new Fault('INTERRUPTED', 'replaced'));
        signal.throwIfAborted();
        return { outcome: 'finished' };
      },
      tasks,
      terminated.signal,
    );
    expect({ code, told: tasks.told }).toEqual({ code: 0, told: ['{"outcome":"again"}'] });
  });

  test('that does not stop in time fails, so that the loss is counted', async () => {
    const terminated = new AbortController();
    const tasks = new Tokens();
    terminated.abort();
    const code = await work(() => new Promise(() => undefined), tasks, terminated.signal);
    expect(code).toBe(1);
    expect(tasks.told[0]).toContain('did not stop within 20000 ms');
  });

  test('fails its token by the code of a fault', async () => {
    const tasks = new Tokens();
    const code = await work(() => Promise.reject(new Fault('NOT_BUILT', 'not yet')), tasks);
    expect({ code, told: tasks.told }).toEqual({ code: 0, told: ['NOT_BUILT: NOT_BUILT: not yet'] });
  });

  test('fails its token and its process on an assertion', async () => {
    const tasks = new Tokens();
    expect(await work(() => Promise.reject(new TypeError('a bug')), tasks)).toBe(1);
    expect(tasks.told).toEqual(['TypeError: a bug']);
  });
});
