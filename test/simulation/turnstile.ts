import { Fault } from '../../lib/model/fault.ts';
import type { FaultCode } from '../../lib/model/fault-catalogue.ts';
import type { SeededRandom } from './seeded-random.ts';

/** How often things go wrong, per port call, and how often in all. */
export interface Weather {
  readonly crash: number;
  readonly fault: number;
  readonly troublesMax: number;
}

/** One running invocation. When it dies, the port call it stands at never returns. */
export class Invocation {
  dead = false;
  readonly died: Promise<'died'>;
  #die: () => void = () => {};
  #callsLeft: number;

  /** `callsMax`: it dies at the call after so many. */
  constructor(callsMax = Infinity) {
    this.#callsLeft = callsMax;
    this.died = new Promise((resolve) => {
      this.#die = () => resolve('died');
    });
  }

  /** Counts a call; false when it is one too many. */
  mayCall(): boolean {
    this.#callsLeft -= 1;
    return this.#callsLeft >= 0;
  }

  die(): void {
    this.dead = true;
    this.#die();
  }
}

const callsMax = 60_000;

/**
 * Every port call of every invocation passes here: all that stand before it go on one at a time, in an order from the
 * seed. Here an invocation dies, loses a reply or meets a database that is away.
 */
export class Turnstile {
  readonly #random: SeededRandom;
  readonly #weather: Weather;
  #waiting: (() => void)[] = [];
  #calls = 0;
  #troubles = 0;
  /** Switched off while the story is set up and judged. */
  calm = false;
  /** Runs now and then between two calls: the application that goes on writing. */
  between: () => void = () => {};

  constructor(random: SeededRandom, weather: Weather) {
    this.#random = random;
    this.#weather = weather;
  }

  get calls(): number {
    return this.#calls;
  }

  /** Calls a port: `effect` happens at one moment; before it and after it something may go wrong. */
  async call<Result>(by: Invocation, away: FaultCode, effect: () => Result | Promise<Result>): Promise<Result> {
    await this.#pass(by);
    if (this.#trouble(this.#weather.fault)) {
      const happens = this.#random.chance(0.5);
      if (happens) await effect();
      throw new Fault(away, happens ? 'the reply was lost' : 'the call never arrived');
    }
    return await effect();
  }

  /** A call that cannot lose its reply by itself. */
  async pass(by: Invocation): Promise<void> {
    await this.#pass(by);
  }

  async #pass(by: Invocation): Promise<void> {
    this.#calls += 1;
    if (this.#calls > callsMax) throw new Error('the story does not end');
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (!by.dead && (!by.mayCall() || this.#trouble(this.#weather.crash))) by.die();
    if (by.dead) await new Promise<never>(() => {});
  }

  #trouble(probability: number): boolean {
    if (this.calm || this.#troubles >= this.#weather.troublesMax || !this.#random.chance(probability)) return false;
    this.#troubles += 1;
    return true;
  }

  /** Lets calls pass, one at a time, until `over` is settled. */
  async until<Result>(over: Promise<Result>): Promise<Result> {
    const state = { settled: false };
    const mark = (): void => {
      state.settled = true;
    };
    over.then(mark, mark);
    for (let idle = 0; ;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (state.settled) return over;
      const at = this.#random.below(Math.max(1, this.#waiting.length));
      const [next] = this.#waiting.splice(at, 1);
      idle = next === undefined ? idle + 1 : 0;
      if (idle > 100) throw new Error('the story hangs: nobody stands at a port');
      if (this.#random.chance(0.05)) this.between();
      next?.();
    }
  }
}
