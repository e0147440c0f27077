import { assert } from '../../lib/model/fault.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import type { ExecutionStarter } from '../../lib/ports/execution-starter.ts';
import type { TaskCallback } from '../../lib/ports/task-callback.ts';

/** A clock that stands still until told to move; `wait` moves it at once and returns. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
}

export function manualClock(start = '2026-01-01T00:00:00.000Z'): ManualClock {
  const from = Date.parse(start);
  let elapsed = 0;
  return {
    now: () => new Date(from + elapsed).toISOString(),
    monotonicMs: () => elapsed,
    async wait(ms, signal) {
      signal.throwIfAborted();
      elapsed += ms;
    },
    advance: (ms) => {
      elapsed += ms;
    },
  };
}

/** What a token received: nothing yet, an output, or an error. */
export type TokenState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'succeeded'; readonly output: object }
  | { readonly kind: 'failed'; readonly error: string; readonly cause: string };

export interface MemoryTaskCallback extends TaskCallback {
  /** Makes a live token and returns it. */
  issue(): string;
  /** Ends a token as an aborted execution does: later answers to it are dead. */
  kill(token: string): void;
  state(token: string): TokenState | 'dead';
  /** How often a success or failure was accepted, over all tokens. */
  deliveries(): number;
}

export function memoryTaskCallback(): MemoryTaskCallback {
  const tokens = new Map<string, TokenState>();
  const dead = new Set<string>();
  let accepted = 0;
  const settle = (token: string, state: TokenState): 'delivered' | 'dead' => {
    if (dead.has(token) || tokens.get(token)?.kind !== 'waiting') return 'dead';
    tokens.set(token, state);
    accepted += 1;
    return 'delivered';
  };
  return {
    succeed: async (token, output) => settle(token, { kind: 'succeeded', output }),
    fail: async (token, error, cause) => settle(token, { kind: 'failed', error, cause }),
    heartbeat: async (token) => (!dead.has(token) && tokens.get(token)?.kind === 'waiting' ? 'delivered' : 'dead'),
    issue: () => {
      const token = `token-${tokens.size + 1}`;
      tokens.set(token, { kind: 'waiting' });
      return token;
    },
    kill: (token) => {
      dead.add(token);
    },
    state: (token) => {
      const state = tokens.get(token);
      return dead.has(token) || state === undefined ? 'dead' : state;
    },
    deliveries: () => accepted,
  };
}

export interface MemoryExecutionStarter extends ExecutionStarter {
  readonly started: readonly { readonly name: string; readonly input: object; readonly arn: string }[];
  end(arn: string): void;
  /** Makes an execution known that nobody started through this door. */
  add(arn: string): void;
}

export function memoryExecutionStarter(): MemoryExecutionStarter {
  const started: { readonly name: string; readonly input: object; readonly arn: string }[] = [];
  const states = new Map<string, 'running' | 'ended'>();
  return {
    started,
    async start(name, input) {
      assert(/^[A-Za-z0-9_-]{1,80}$/u.test(name), `execution name ${name}`);
      const arn = `arn:aws:states:local:000000000000:execution:Memory:${name}`;
      const before = started.find((one) => one.arn === arn);
      assert(before === undefined || isSame(before.input, input), `execution ${name} exists with other input`);
      if (before === undefined) started.push({ name, input, arn });
      states.set(arn, 'running');
      return arn;
    },
    status: async (arn) => states.get(arn) ?? 'unknown',
    end: (arn) => {
      states.set(arn, 'ended');
    },
    add: (arn) => {
      states.set(arn, 'running');
    },
  };
}

function isSame(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
