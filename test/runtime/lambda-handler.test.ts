import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { z } from 'zod';
import { Fault } from '../../lib/model/fault.ts';
import { type FunctionDefinition, type InvocationDoors, stepFunction } from '../../lib/runtime/lambda-handler.ts';
import { stepEventSchema } from '../../lib/runtime/step-events.ts';

type Event = z.infer<typeof stepEventSchema>;
const event = { projectId: 'orders-1', generation: 1 };
const context = { getRemainingTimeInMillis: () => 60_000 };

describe('a function around a step', () => {
  const lines: string[] = [];

  beforeEach(() => {
    vi.stubEnv('SEAWARD_TABLE', 'table');
    vi.stubEnv('SEAWARD_OBJECTS', 'file:///nowhere');
    vi.stubEnv('SEAWARD_STACK', 'Test');
    vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    lines.length = 0;
  });

  const around = (
    run: FunctionDefinition<Event, { readonly opened: number }>['run'],
    open: () => { readonly opened: number } = () => ({ opened: 1 }),
  ) => stepFunction({ name: 'precheck', event: stepEventSchema, open, run });

  test('returns the step’s word and cuts off what else it said', async () => {
    const handler = around(async () => ({ outcome: 'done', report: 'long' }));
    expect(await handler(event, context)).toEqual({ outcome: 'done' });
  });

  test('opens its doors once per process', async () => {
    let opened = 0;
    const seen: number[] = [];
    const handler = around(
      async (doors) => {
        seen.push(doors.opened);
        return { outcome: 'done' };
      },
      () => ({ opened: ++opened }),
    );
    await handler(event, context);
    await handler(event, context);
    expect(seen).toEqual([1, 1]);
  });

  test('refuses an event of another shape before the step runs', async () => {
    const run = vi.fn(async () => ({ outcome: 'done' }));
    await expect(around(run)({ ...event, extra: 1 }, context)).rejects.toThrow('extra');
    expect(run).not.toHaveBeenCalled();
  });

  test('a fault becomes an error named by its code, with the remedy', async () => {
    const handler = around(() =>
      Promise.reject(new Fault('SOURCE_LOGIN', 'wrong password', { vendor: 'ORA-01017: invalid' })),
    );
    await expect(handler(event, context)).rejects.toThrow(/^wrong password \(ORA-01017: invalid\)\. Correct user/);
    await expect(handler(event, context)).rejects.toHaveProperty('name', 'SOURCE_LOGIN');
  });

  test('an execution that was replaced ends with the word stale', async () => {
    const handler = around(() => Promise.reject(new Fault('STALE_GENERATION', 'replaced')));
    expect(await handler(event, context)).toEqual({ outcome: 'stale' });
  });

  test('an assertion is thrown as it is', async () => {
    const error = new TypeError('a bug');
    await expect(around(() => Promise.reject(error))(event, context)).rejects.toBe(error);
  });

  test('a word the machine does not know is an error, not a state that cannot go on', async () => {
    await expect(around(async () => ({ outcome: 'maybe' }))(event, context)).rejects.toThrow();
  });

  test('the signal fires while there is time left to stop', async () => {
    const short = { getRemainingTimeInMillis: () => 40 };
    let doors: InvocationDoors | null = null;
    const handler = around(async (given, _, signal) => {
      doors = given;
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      return { outcome: 'again' };
    });
    expect(await handler(event, short)).toEqual({ outcome: 'again' });
    expect(doors).toHaveProperty('rssBytes');
  });

  test('prints one JSON line per invocation, with the project and without its data', async () => {
    await around(async () => ({ outcome: 'gate' }))(event, context);
    const printed = lines.map((line): unknown => JSON.parse(line));
    expect(printed).toHaveLength(1);
    expect(printed[0]).toMatchObject({
      component: 'precheck',
      project: 'orders-1',
      event: 'function.done',
      outcome: 'gate',
    });
  });
});
