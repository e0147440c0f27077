import { assert } from '../../model/fault.ts';

const queuedMax = 1_000_000;

/** Hands every published event to everyone who listens. Who does not listen misses it; nothing is kept for later. */
export class EventStream<Event> implements AsyncIterable<Event> {
  readonly #listeners = new Set<(event: Event | null) => void>();
  #isClosed = false;

  publish(event: Event): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Ends every iteration after what was published so far. */
  close(): void {
    this.#isClosed = true;
    for (const listener of this.#listeners) listener(null);
  }

  /** Listening begins here, not with the first `next`. */
  [Symbol.asyncIterator](): AsyncIterator<Event> {
    const queue: (Event | null)[] = this.#isClosed ? [null] : [];
    let wake: (() => void) | null = null;
    const listener = (event: Event | null): void => {
      assert(queue.length < queuedMax, 'a listener of events does not keep up');
      queue.push(event);
      wake?.();
    };
    this.#listeners.add(listener);
    const stop = async (): Promise<IteratorResult<Event>> => {
      this.#listeners.delete(listener);
      return { done: true, value: undefined };
    };
    return {
      next: async () => {
        if (queue.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        const event = queue.shift();
        return event === undefined || event === null ? stop() : { done: false, value: event };
      },
      return: stop,
    };
  }
}
