import type { Prepared } from './prepared.ts';

const TEXTS_MAX = 200;

/** Compiled statements of one session that wait for their next execution. */
export class PlanCache {
  readonly #plans = new Map<string, Prepared>();
  #version = -1;

  /** The plan is taken out: nobody else runs it meanwhile. */
  take(key: string, catalogVersion: number): Prepared | undefined {
    if (catalogVersion !== this.#version) {
      this.#plans.clear();
      this.#version = catalogVersion;
    }
    const found = this.#plans.get(key);
    if (found !== undefined) this.#plans.delete(key);
    return found;
  }

  forget(): void {
    this.#plans.clear();
    this.#version = -1;
  }

  give(key: string, prepared: Prepared, catalogVersion: number): void {
    if (catalogVersion !== this.#version) return;
    this.#plans.set(key, prepared);
    if (this.#plans.size <= TEXTS_MAX) return;
    for (const oldest of this.#plans.keys()) {
      this.#plans.delete(oldest);
      break;
    }
  }
}
