import { describe, expect, it } from 'vitest';
import type { TaskCallback } from '../../lib/ports/task-callback.ts';

/** A door to tokens, with a way to make a token and to see what became of its state. */
export interface TaskCallbackUnderTest {
  readonly tasks: TaskCallback;
  readonly issue: () => Promise<string>;
  /** Ends the state of a token from outside, as a stopped execution does. */
  readonly kill: (token: string) => Promise<void>;
  /** What the state received: its output, or the name and text of its error. */
  readonly received: (token: string) => Promise<unknown>;
}

/** What every door to task tokens does. */
export function taskCallbackContract(name: string, open: () => Promise<TaskCallbackUnderTest>): void {
  describe(`${name} as a door to task tokens`, () => {
    it('delivers one output, and says dead to whoever comes later', async () => {
      const { tasks, issue, received } = await open();
      const token = await issue();
      expect(await tasks.heartbeat(token)).toBe('delivered');
      expect(await tasks.succeed(token, { outcome: 'skip', text: '订单 "x" \\' })).toBe('delivered');
      expect(await tasks.succeed(token, { outcome: 'abort' })).toBe('dead');
      expect(await tasks.fail(token, 'E', 'c')).toBe('dead');
      expect(await tasks.heartbeat(token)).toBe('dead');
      expect(await received(token)).toEqual({ outcome: 'skip', text: '订单 "x" \\' });
    });

    it('delivers one error with its text', async () => {
      const { tasks, issue, received } = await open();
      const token = await issue();
      expect(await tasks.fail(token, 'WorkerStopped', 'Spot took it')).toBe('delivered');
      expect(await tasks.succeed(token, {})).toBe('dead');
      expect(await received(token)).toEqual({ error: 'WorkerStopped', cause: 'Spot took it' });
    });

    it('lets one of many answers at the same moment through', async () => {
      const { tasks, issue } = await open();
      const token = await issue();
      const all = await Promise.all(Array.from({ length: 8 }, (_, n) => tasks.succeed(token, { n })));
      expect(all.filter((one) => one === 'delivered')).toHaveLength(1);
    });

    it('says dead of a token whose state was ended, and of one that never was', async () => {
      const { tasks, issue, kill } = await open();
      const token = await issue();
      await kill(token);
      expect(await tasks.succeed(token, {})).toBe('dead');
      expect(await tasks.heartbeat('never issued')).toBe('dead');
    });
  });
}
