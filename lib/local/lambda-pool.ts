import { assert } from '../model/fault.ts';
import { type Json, parseJson } from './bridge/json.ts';
import type { MachineEvent } from './bridge/machine-event.ts';
import { StatesError } from './bridge/states-error.ts';
import { type FunctionSettings, LambdaProcess } from './lambda-process.ts';

export interface PooledFunction extends FunctionSettings {
  /** Processes at most; more calls wait. */
  readonly concurrency: number;
}

/**
 * What may happen to a call besides being made once, as Lambda documents it: the function runs `twice` for one event, or
 * it has done its work and the answer is lost with its sandbox.
 */
export type Disturbance = 'none' | 'twice' | 'answer-lost';

/** Decides what happens to the n-th call of a function, from 1. */
export type Disturb = (name: string, call: number) => Disturbance;

interface Line {
  readonly settings: PooledFunction;
  readonly free: LambdaProcess[];
  readonly busy: Set<LambdaProcess>;
  readonly waiting: (() => void)[];
}

/** An idle process is ended after this time, so that sixteen functions do not hold the memory of sixteen sandboxes. */
const idleMsMax = 20_000;

/**
 * All functions of a deployment as warm child processes: one call at a time in each, as many processes as the function's
 * concurrency, each from its own bundle with its own memory.
 */
export class LambdaPool {
  readonly #lines: ReadonlyMap<string, Line>;
  readonly #publish: (event: MachineEvent) => void;
  readonly #idle = new Map<LambdaProcess, NodeJS.Timeout>();
  readonly #peakRssBytes: Record<string, number> = {};
  readonly #disturb: Disturb;
  readonly #calls = new Map<string, number>();
  #isClosed = false;

  constructor(
    functions: readonly PooledFunction[],
    publish: (event: MachineEvent) => void,
    disturb: Disturb = () => 'none',
  ) {
    this.#publish = publish;
    this.#disturb = disturb;
    this.#lines = new Map(
      functions.map((settings) => [settings.name, { settings, free: [], busy: new Set(), waiting: [] }]),
    );
  }

  get names(): readonly string[] {
    return [...this.#lines.keys()];
  }

  /** The most memory any process of each function held, in bytes. */
  get peakRssBytes(): Readonly<Record<string, number>> {
    return this.#peakRssBytes;
  }

  async invoke(name: string, payload: Json): Promise<Json> {
    const call = (this.#calls.get(name) ?? 0) + 1;
    this.#calls.set(name, call);
    switch (this.#disturb(name, call)) {
      case 'none':
        return this.#invokeOnce(name, payload);
      case 'twice': {
        const both = await Promise.allSettled([this.#invokeOnce(name, payload), this.#invokeOnce(name, payload)]);
        const [, second] = both;
        if (second.status === 'rejected') throw second.reason;
        return second.value;
      }
      case 'answer-lost':
        await this.#invokeOnce(name, payload);
        throw new StatesError('Runtime.ExitError', `the answer of ${name} was lost with its process`);
    }
  }

  async #invokeOnce(name: string, payload: Json): Promise<Json> {
    const line = this.#lines.get(name);
    if (line === undefined) throw new StatesError('Lambda.ResourceNotFoundException', `there is no function ${name}`);
    const one = await this.#take(line);
    const startedAt = performance.now();
    let outcome: 'returned' | 'failed' | 'killed' = 'failed';
    try {
      const result = await one.call(JSON.stringify(payload));
      outcome = 'returned';
      return parseJson(result);
    } finally {
      if (!one.isAlive) outcome = 'killed';
      const peakRssBytes = Math.max(this.#peakRssBytes[name] ?? 0, one.peakRssBytes);
      this.#peakRssBytes[name] = peakRssBytes;
      this.#give(line, one);
      const ms = Math.round(performance.now() - startedAt);
      this.#publish({ kind: 'function-ended', name, outcome, ms, peakRssBytes });
    }
  }

  /** Process ids that work on a call of this function right now. */
  busyProcessIds(name: string): readonly number[] {
    return [...(this.#lines.get(name)?.busy ?? [])].flatMap(({ processId }) =>
      processId === undefined ? [] : [processId],
    );
  }

  /** Ends every process; calls under way fail. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const timer of this.#idle.values()) clearTimeout(timer);
    const lines = [...this.#lines.values()];
    for (const { waiting } of lines) for (const wake of waiting.splice(0)) wake();
    await Promise.all(lines.flatMap(({ free, busy }) => [...free, ...busy]).map((one) => one.kill()));
  }

  async #take(line: Line): Promise<LambdaProcess> {
    while (!this.#isClosed && line.free.length === 0 && line.busy.size >= line.settings.concurrency)
      await new Promise<void>((resolve) => line.waiting.push(resolve));
    if (this.#isClosed) throw new StatesError('Lambda.ServiceException', 'the local stack is closed');
    let one = line.free.pop();
    // A process that died while idle is not worth a failed call.
    while (one !== undefined && !one.isAlive) one = line.free.pop();
    one ??= new LambdaProcess(line.settings);
    clearTimeout(this.#idle.get(one));
    this.#idle.delete(one);
    line.busy.add(one);
    return one;
  }

  #give(line: Line, one: LambdaProcess): void {
    assert(line.busy.delete(one), 'a process is given back once');
    if (one.isAlive && !this.#isClosed) {
      line.free.push(one);
      const timer = setTimeout(() => void this.#retire(line, one), idleMsMax);
      timer.unref();
      this.#idle.set(one, timer);
    }
    line.waiting.shift()?.();
  }

  async #retire(line: Line, one: LambdaProcess): Promise<void> {
    this.#idle.delete(one);
    const at = line.free.indexOf(one);
    if (at < 0) return;
    line.free.splice(at, 1);
    await one.kill();
  }
}
