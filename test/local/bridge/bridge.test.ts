import { describe, expect, it } from 'vitest';
import { Executions } from '../../../lib/local/bridge/executions.ts';
import { type Json, throughJson } from '../../../lib/local/bridge/json.ts';
import type { MachineEvent } from '../../../lib/local/bridge/machine-event.ts';
import { StatesError } from '../../../lib/local/bridge/states-error.ts';
import { TaskTokens } from '../../../lib/local/bridge/task-tokens.ts';
import { memoryObjectStore } from '../../support/memory-object-store.ts';

type Call = (payload: Json) => Json | Promise<Json>;

const fn = (name: string): string => `arn:aws:lambda:local:000000000000:function:${name}`;
const call = (name: string, more: object = {}): object => ({ Type: 'Task', Resource: fn(name), End: true, ...more });
const only = (state: object): object => ({ StartAt: 'S', States: { S: state } });

function setUp(definition: object, functions: Readonly<Record<string, Call>> = {}) {
  const events: MachineEvent[] = [];
  const tokens = new TaskTokens();
  const objects = memoryObjectStore();
  const workers: Readonly<Record<string, string>>[] = [];
  const executions = new Executions('arn:aws:states:local:000000000000:stateMachine:M', throughJson(definition), {
    tokens,
    objects,
    invoke: async (name, payload) => {
      const found = functions[name];
      if (found === undefined) throw new StatesError('Lambda.ResourceNotFoundException', name);
      return found(payload);
    },
    startWorker: async (worker, variables) => {
      workers.push({ worker, ...variables });
    },
    publish: (event) => events.push(event),
    mapConcurrencyMax: 16,
  });
  const run = async (input: Json = {}) => {
    const end = await executions.start(input).ended;
    return { status: end.status, output: end.output, error: end.error, cause: end.cause };
  };
  return { executions, events, tokens, objects, workers, run };
}

const succeeded = (output: Json): object => ({ status: 'SUCCEEDED', output, error: null, cause: null });

function tokenOf(payload: Json): string {
  const token = /"token":"([^"]+)"/u.exec(JSON.stringify(payload))?.[1];
  if (token === undefined) throw new Error('no token in the payload');
  return token;
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('the condition did not come true');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('an execution', () => {
  it('passes results along their paths and knows its own name', async () => {
    const { executions } = setUp(
      only(
        call('f', {
          Parameters: {
            'arn.$': '$$.Execution.Id',
            'name.$': '$$.Execution.Name',
            'in.$': '$$.Execution.Input',
            state: 1,
          },
          ResultPath: '$.result',
        }),
      ),
      { f: (payload) => payload },
    );
    const end = await executions.start({ a: 1 }, 'orders-g1').ended;
    const arn = 'arn:aws:states:local:000000000000:execution:M:orders-g1';
    expect(end.output).toEqual({ a: 1, result: { arn, name: 'orders-g1', in: { a: 1 }, state: 1 } });
  });

  it('knows the input of the whole execution inside a branch', async () => {
    const inner = only({ Type: 'Pass', Parameters: { 'x.$': '$$.Execution.Input.x' }, End: true });
    const { run } = setUp({
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Result: { y: 2 }, Next: 'P' },
        P: { Type: 'Parallel', Branches: [inner], End: true },
      },
    });
    expect(await run({ x: 1 })).toEqual(succeeded([{ x: 1 }]));
  });

  it('fails with the name and the text of an error that nobody catches', async () => {
    const { run } = setUp(only(call('f')), {
      f: () => {
        throw new StatesError('TypeError', 'x is undefined');
      },
    });
    expect(await run()).toEqual({ status: 'FAILED', output: null, error: 'TypeError', cause: 'x is undefined' });
  });

  it('is the same when started again under its name with its input, and another is refused', async () => {
    const { executions } = setUp(only({ Type: 'Wait', Seconds: 60, End: true }));
    const first = executions.start({ a: 1 }, 'n');
    expect(executions.start({ a: 1 }, 'n')).toBe(first);
    expect(() => executions.start({ a: 2 }, 'n')).toThrow(/exists/);
    await executions.close();
    expect(first.status).toBe('ABORTED');
    expect(() => executions.start({ a: 1 }, 'n')).toThrow(/exists/);
  });

  it('times out as a whole', async () => {
    const { run } = setUp({ ...only({ Type: 'Wait', Seconds: 60, End: true }), TimeoutSeconds: 1 });
    expect(await run()).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
  });

  it('does not time out at once when it may take 300 days', async () => {
    const { run } = setUp(
      { ...only(call('f', { TimeoutSeconds: 25_920_000 })), TimeoutSeconds: 25_920_000 },
      { f: async () => new Promise<Json>((resolve) => setTimeout(() => resolve('late'), 20)) },
    );
    expect(await run()).toEqual(succeeded('late'));
  });
});

describe('Catch and Retry', () => {
  const failing: Call = () => {
    throw new StatesError('Custom', 'why');
  };
  const caught = (errors: readonly string[]): object => ({
    StartAt: 'S',
    States: {
      S: {
        Type: 'Task',
        Resource: fn('f'),
        Catch: [{ ErrorEquals: errors, ResultPath: '$.error', Next: 'C' }],
        Next: 'E',
      },
      C: { Type: 'Pass', End: true },
      E: { Type: 'Succeed' },
    },
  });

  it('catch an error by its name and by States.ALL', async () => {
    for (const errors of [['Custom'], ['States.ALL']]) {
      const { run } = setUp(caught(errors), { f: failing });
      expect(await run({ k: 1 })).toEqual(succeeded({ k: 1, error: { Error: 'Custom', Cause: 'why' } }));
    }
  });

  it('do not catch States.Runtime with States.ALL', async () => {
    const machine = caught(['States.ALL']);
    const { run } = setUp(machine, {
      f: () => {
        throw new StatesError('States.Runtime', 'a path that is not there');
      },
    });
    expect(await run()).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  it('do not catch a payload that is too large, neither from a task nor on its way', async () => {
    const large = 'x'.repeat(262_144);
    const { run } = setUp(caught(['States.ALL']), { f: () => large });
    expect(await run()).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
    const half = 'x'.repeat(140_000);
    let acted = false;
    const growing = setUp(
      {
        StartAt: 'A',
        States: {
          A: { Type: 'Task', Resource: fn('f'), ResultPath: '$.b', Next: 'B' },
          B: { Type: 'Task', Resource: fn('g'), End: true },
        },
      },
      {
        f: () => half,
        g: () => {
          acted = true;
          return null;
        },
      },
    );
    expect(await growing.run({ a: half })).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
    expect(acted).toBe(false);
  });

  it('let a payload of exactly 262,144 bytes pass', async () => {
    const { run } = setUp(only(call('f')), { f: () => 'x'.repeat(262_142) });
    expect((await run()).status).toBe('SUCCEEDED');
    const over = setUp(only(call('f')), { f: () => 'x'.repeat(262_143) });
    expect((await over.run()).status).toBe('FAILED');
  });

  it('try again as often as told, with a new token each time', async () => {
    const seen = new Set<string>();
    const state = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: { FunctionName: fn('f'), Payload: { 'token.$': '$$.Task.Token' } },
      Retry: [{ ErrorEquals: ['Custom'], IntervalSeconds: 1, MaxDelaySeconds: 1, MaxAttempts: 2, BackoffRate: 1 }],
      End: true,
    };
    const { run } = setUp(only(state), {
      f: (payload) => {
        seen.add(tokenOf(payload));
        throw new StatesError('Custom', 'why');
      },
    });
    expect(await run()).toMatchObject({ status: 'FAILED', error: 'Custom' });
    expect(seen.size).toBe(3);
  });
});

describe('a task token', () => {
  const waiting = (more: object = {}): object => ({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Parameters: { FunctionName: fn('f'), Payload: { 'token.$': '$$.Task.Token' } },
    End: true,
    ...more,
  });
  const keep =
    (into: string[]): Call =>
    (payload) => {
      into.push(tokenOf(payload));
      return 'ignored';
    };

  it('delivers the output it is answered with, once', async () => {
    const seen: string[] = [];
    const { run, tokens } = setUp(only(waiting()), { f: keep(seen) });
    const end = run();
    await until(() => seen.length === 1);
    tokens.succeed(seen[0] ?? '', { outcome: 'skip' });
    expect(() => tokens.succeed(seen[0] ?? '', {})).toThrow(/over/);
    expect(await end).toEqual(succeeded({ outcome: 'skip' }));
  });

  it('fails its state with the error it is answered with', async () => {
    const seen: string[] = [];
    const { run, tokens } = setUp(only(waiting()), { f: keep(seen) });
    const end = run();
    await until(() => seen.length === 1);
    tokens.fail(seen[0] ?? '', 'Lost', 'task stopped');
    expect(await end).toMatchObject({ status: 'FAILED', error: 'Lost', cause: 'task stopped' });
  });

  it('is dead after its state timed out', async () => {
    const seen: string[] = [];
    const { run, tokens } = setUp(only(waiting({ TimeoutSeconds: 1 })), { f: keep(seen) });
    expect(await run()).toMatchObject({ error: 'States.Timeout' });
    expect(() => tokens.heartbeat(seen[0] ?? '')).toThrow(/over/);
  });

  it('is dead after its execution was stopped', async () => {
    const seen: string[] = [];
    const { executions, tokens } = setUp(only(waiting()), { f: keep(seen) });
    const execution = executions.start({});
    await until(() => seen.length === 1);
    executions.stop(execution.arn, 'Operator', 'stopped by hand');
    expect(await execution.ended).toMatchObject({ status: 'ABORTED', error: 'Operator', cause: 'stopped by hand' });
    expect(() => tokens.succeed(seen[0] ?? '', {})).toThrow(/over/);
  });

  it('times out without heartbeats and lives with them', async () => {
    const seen: string[] = [];
    const { run, tokens } = setUp(only(waiting({ HeartbeatSeconds: 1 })), { f: keep(seen) });
    expect(await run()).toMatchObject({ error: 'States.HeartbeatTimeout' });
    const end = run();
    await until(() => seen.length === 2);
    const beats = setInterval(() => tokens.heartbeat(seen[1] ?? ''), 200);
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    clearInterval(beats);
    tokens.succeed(seen[1] ?? '', 'alive');
    expect(await end).toEqual(succeeded('alive'));
  });

  it('reaches a worker in its variables', async () => {
    const { run, tokens, workers } = setUp(
      only({
        Type: 'Task',
        Resource: 'arn:aws:states:::ecs:runTask.waitForTaskToken',
        Parameters: {
          TaskDefinition: 'worker:capture',
          Overrides: {
            ContainerOverrides: [
              {
                Name: 'worker',
                Environment: [
                  { Name: 'TOKEN', 'Value.$': '$$.Task.Token' },
                  { Name: 'P', 'Value.$': '$.p' },
                ],
              },
            ],
          },
        },
        End: true,
      }),
    );
    const end = run({ p: 'orders' });
    await until(() => workers.length === 1);
    expect(workers[0]).toMatchObject({ worker: 'capture', P: 'orders' });
    tokens.succeed(workers[0]?.['TOKEN'] ?? '', 'done');
    expect(await end).toEqual(succeeded('done'));
  });
});

describe('a Parallel', () => {
  it('that fails in one branch kills the tokens of the others while their functions run on', async () => {
    const seen: string[] = [];
    let finished = false;
    const release = Promise.withResolvers<undefined>();
    const gate = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: { FunctionName: fn('gate'), Payload: { 'token.$': '$$.Task.Token' } },
      End: true,
    };
    const { run, tokens, events } = setUp(
      {
        StartAt: 'P',
        States: {
          P: {
            Type: 'Parallel',
            Branches: [
              { StartAt: 'Bad', States: { Bad: call('bad') } },
              { StartAt: 'Gate', States: { Gate: gate } },
              {
                StartAt: 'Slow',
                States: { Slow: call('slow', { End: undefined, Next: 'After' }), After: call('after') },
              },
            ],
            Catch: [{ ErrorEquals: ['Bad'], ResultPath: '$.error', Next: 'C' }],
            Next: 'C',
          },
          C: { Type: 'Pass', End: true },
        },
      },
      {
        gate: (payload) => {
          seen.push(tokenOf(payload));
          return null;
        },
        slow: async () => {
          await release.promise;
          finished = true;
          return null;
        },
        bad: async () => {
          await until(() => seen.length === 1);
          throw new StatesError('Bad', 'why');
        },
      },
    );
    expect(await run()).toEqual(succeeded({ error: { Error: 'Bad', Cause: 'why' } }));
    expect(() => tokens.heartbeat(seen[0] ?? '')).toThrow(/over/);
    expect(finished).toBe(false);
    release.resolve(undefined);
    await until(() => finished);
    await new Promise((resolve) => setImmediate(resolve));
    expect(events.some((event) => event.kind === 'state-entered' && event.state === 'After')).toBe(false);
  });

  it('gives the outputs of its branches in their order', async () => {
    const branch = (name: string): object => ({ StartAt: name, States: { [name]: call(name) } });
    const { run } = setUp(
      only({ Type: 'Parallel', Branches: [branch('a'), branch('b')], ResultPath: '$.r', End: true }),
      {
        a: async () => new Promise<Json>((resolve) => setTimeout(() => resolve('a'), 20)),
        b: () => 'b',
      },
    );
    expect(await run({})).toEqual(succeeded({ r: ['a', 'b'] }));
  });
});

describe('a Map', () => {
  const mapState = (more: object = {}, processor: object = only(call('f'))): object => ({
    Type: 'Map',
    ItemReader: {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSONL' },
      Parameters: { Bucket: 'any', 'Key.$': '$.manifest.key' },
    },
    ItemSelector: { 'projectId.$': '$.projectId', 'item.$': '$$.Map.Item.Value', 'index.$': '$$.Map.Item.Index' },
    ItemProcessor: { ...processor, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
    ResultPath: null,
    End: true,
    ...more,
  });
  const distributed = (more?: object, processor?: object): object => only(mapState(more, processor));
  const input = { projectId: 'p', manifest: { bucket: 'b', key: 'm.jsonl' } };
  const lines = (count: number): readonly string[] =>
    Array.from({ length: count }, (_, n) => JSON.stringify({ chunkId: `c${n}` }));

  it('reads every line of a manifest once and hands it over with the fields of the input', async () => {
    const seen: Json[] = [];
    const { run, objects } = setUp(distributed({ MaxConcurrency: 4 }), { f: (payload) => seen.push(payload) });
    await objects.putLines('m.jsonl', lines(25));
    expect(await run(input)).toEqual(succeeded(input));
    expect(seen).toHaveLength(25);
    expect(seen).toContainEqual({ projectId: 'p', item: { chunkId: 'c24' }, index: 24 });
  });

  it('runs as many items at once as it may, by number and by path', async () => {
    for (const more of [{ MaxConcurrency: 3 }, { MaxConcurrencyPath: '$.concurrency' }]) {
      let now = 0;
      let most = 0;
      const { run, objects } = setUp(distributed(more), {
        f: async () => {
          now += 1;
          most = Math.max(most, now);
          await new Promise((resolve) => setTimeout(resolve, 5));
          now -= 1;
          return null;
        },
      });
      await objects.putLines('m.jsonl', lines(12));
      await run({ ...input, concurrency: 3 });
      expect(most).toBe(3);
    }
  });

  it('goes on over failures that are tolerated and writes where the results lie', async () => {
    const { run, objects } = setUp(
      distributed({
        ToleratedFailurePercentage: 100,
        ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'any', Prefix: 'results' } },
        ResultPath: '$.map',
      }),
      {
        f: (payload) => {
          if (JSON.stringify(payload).includes('c2')) throw new StatesError('Bad', 'why');
          return { outcome: 'done' };
        },
      },
    );
    await objects.putLines('m.jsonl', lines(4));
    const { status, output } = await run(input);
    expect(status).toBe('SUCCEEDED');
    const key = /results\/[^"]+manifest\.json/u.exec(JSON.stringify(output))?.[0] ?? '';
    expect(JSON.parse(Buffer.from(await objects.get(key)).toString())).toMatchObject({
      ResultFiles: { SUCCEEDED: [{ Size: 58 }], FAILED: [{}] },
    });
  });

  it('fails when more items fail than are tolerated', async () => {
    const bad: Call = (payload) => {
      if (/c[0-2]"/u.test(JSON.stringify(payload))) throw new StatesError('Bad', 'why');
      return null;
    };
    const run = async (more: object) => {
      const machine = setUp(distributed({ ...more, MaxConcurrency: 1 }), { f: bad });
      await machine.objects.putLines('m.jsonl', lines(10));
      return machine.run(input);
    };
    expect(await run({})).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
    expect(await run({ ToleratedFailureCount: 2 })).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
    expect(await run({ ToleratedFailureCount: 3 })).toMatchObject({ status: 'SUCCEEDED' });
    expect(await run({ ToleratedFailurePercentage: 29 })).toMatchObject({ status: 'FAILED' });
    expect(await run({ ToleratedFailurePercentage: 30 })).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('fails by name when its manifest is missing', async () => {
    const { run } = setUp(distributed(), { f: () => null });
    expect(await run(input)).toMatchObject({ error: 'States.ItemReaderFailed' });
  });

  it('of no items succeeds', async () => {
    const { run, objects } = setUp(distributed(), {});
    await objects.putLines('m.jsonl', []);
    expect(await run(input)).toEqual(succeeded(input));
  });

  it('repeats an item that says more, inside its own child', async () => {
    const turns = new Map<string, number>();
    const loop = {
      StartAt: 'Turn',
      States: {
        Turn: { Type: 'Task', Resource: fn('f'), ResultPath: '$.result', Next: 'Choose' },
        Choose: {
          Type: 'Choice',
          Choices: [{ Variable: '$.result.outcome', StringEquals: 'more', Next: 'Turn' }],
          Default: 'Ended',
        },
        Ended: { Type: 'Succeed', OutputPath: '$.result' },
      },
    };
    const { run, objects } = setUp(distributed({}, loop), {
      f: (payload) => {
        const key = JSON.stringify(payload).match(/c\d+/u)?.[0] ?? '';
        const turn = (turns.get(key) ?? 0) + 1;
        turns.set(key, turn);
        return { outcome: turn < 3 ? 'more' : 'done' };
      },
    });
    await objects.putLines('m.jsonl', lines(5));
    expect((await run(input)).status).toBe('SUCCEEDED');
    expect([...turns.values()]).toEqual([3, 3, 3, 3, 3]);
  });

  it('catches the error of a child inside the child, and of the whole Map outside', async () => {
    const processor = {
      StartAt: 'T',
      States: {
        T: call('f', {
          End: undefined,
          Next: 'C',
          Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.e', Next: 'C' }],
        }),
        C: { Type: 'Pass', End: true },
      },
    };
    const bad: Call = () => {
      throw new StatesError('Bad', 'why');
    };
    const inside = setUp(distributed({}, processor), { f: bad });
    await inside.objects.putLines('m.jsonl', lines(3));
    expect((await inside.run(input)).status).toBe('SUCCEEDED');
    const machine = {
      StartAt: 'M',
      States: {
        M: {
          ...mapState(),
          End: undefined,
          Next: 'C',
          Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.e', Next: 'C' }],
        },
        C: { Type: 'Pass', InputPath: '$.e.Error', End: true },
      },
    };
    const outside = setUp(machine, { f: bad });
    await outside.objects.putLines('m.jsonl', lines(3));
    expect(await outside.run(input)).toEqual(succeeded('States.ExceedToleratedFailureThreshold'));
  });

  it('inline gives the outputs in the order of the items and fails with the error of the first', async () => {
    const inline = (processor: object): object =>
      only({
        Type: 'Map',
        ItemsPath: '$.items',
        ItemProcessor: { ...processor, ProcessorConfig: { Mode: 'INLINE' } },
        End: true,
      });
    const { run } = setUp(inline(only(call('f'))), {
      f: async (n) => new Promise<Json>((resolve) => setTimeout(() => resolve(n), 10 - 3 * Number(n))),
    });
    expect(await run({ items: [1, 2, 3] })).toEqual(succeeded([1, 2, 3]));
    const bad = setUp(inline(only(call('f'))), {
      f: () => {
        throw new StatesError('Bad', 'why');
      },
    });
    expect(await bad.run({ items: [1] })).toMatchObject({ status: 'FAILED', error: 'Bad', cause: 'why' });
  });
});

describe('a definition that would run otherwise here than on AWS', () => {
  it.each([
    ['JSONata', only({ Type: 'Pass', QueryLanguage: 'JSONata', End: true })],
    ['Assign', only({ Type: 'Pass', Assign: { a: 1 }, End: true })],
    ['a result that replaces everything by path', only(call('f', { ResultPath: '$' }))],
    ['JsonToString', only({ Type: 'Pass', Parameters: { 'a.$': 'States.JsonToString($)' }, End: true })],
    ['a heartbeat by path', only(call('f', { HeartbeatSecondsPath: '$.x' }))],
    ['batches', only({ Type: 'Map', ItemBatcher: {}, ItemProcessor: only(call('f')), End: true })],
    ['a service it does not know', only({ Type: 'Task', Resource: 'arn:aws:states:::sns:publish', End: true })],
    [
      'catching what ends an execution',
      only(call('f', { Catch: [{ ErrorEquals: ['States.Runtime'], ResultPath: null, Next: 'S' }] })),
    ],
  ])('is refused before it starts: %s', (_what, definition) => {
    expect(() => setUp(definition)).toThrow(/on one machine/);
  });
});
