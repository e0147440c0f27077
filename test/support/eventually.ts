import { setTimeout as wait } from 'node:timers/promises';

/** Polls until the condition holds; fails after the limit with what was awaited. */
export async function eventually(what: string, condition: () => boolean | Promise<boolean>, limitMs = 20_000) {
  const deadline = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`did not happen within ${limitMs} ms: ${what}`);
    await wait(20);
  }
}
