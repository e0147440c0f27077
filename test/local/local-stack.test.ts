import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Disturb } from '../../lib/local/lambda-pool.ts';
import { openLocalDoors } from '../../lib/local/local-doors.ts';
import { type LocalStack, startLocalStack } from '../../lib/local/local-stack.ts';
import { findLocalEndpoints } from '../../lib/local/state-directory.ts';
import { auditItem } from '../../lib/model/stored-item.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]();
});

const fn = (name: string): string => `arn:aws:lambda:local:000000000000:function:${name}`;
const task = (name: string, more: object = {}): object => ({ Type: 'Task', Resource: fn(name), End: true, ...more });
const only = (state: object): object => ({ StartAt: 'S', States: { S: state } });

/** Writes what a synth writes: bundles, functions.json, state-machine.json. */
async function assembly(
  machine: object,
  functions: Readonly<Record<string, string>>,
  settings: { readonly timeoutSeconds?: number; readonly workers?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  const directory = await temporaryDirectory();
  open.push(directory);
  const entries: Record<string, object> = {};
  for (const [name, code] of Object.entries(functions)) {
    await mkdir(path.join(directory.path, name));
    await writeFile(path.join(directory.path, name, 'index.mjs'), `export const handler = ${code};\n`);
    entries[name] = {
      logicalId: name,
      bundle: `${name}/index.mjs`,
      timeoutSeconds: settings.timeoutSeconds ?? 20,
      memoryMb: 128,
      environment: [],
    };
  }
  const workers: Record<string, object> = {};
  for (const [name, code] of Object.entries(settings.workers ?? {})) {
    await writeFile(path.join(directory.path, `${name}.mjs`), code);
    workers[name] = { logicalId: name, bundle: `${name}.mjs`, memoryMb: 128, environment: [] };
  }
  const manifest = { format: 1, template: 't', stateMachine: { logicalId: 'm' }, functions: entries, workers };
  await writeFile(path.join(directory.path, 'functions.json'), JSON.stringify(manifest));
  await writeFile(path.join(directory.path, 'state-machine.json'), JSON.stringify(machine));
  return directory.path;
}

async function start(
  cloudAssembly: string,
  stateDirectory?: string,
  concurrency = 4,
  disturb: Disturb = () => 'none',
): Promise<LocalStack> {
  let directory = stateDirectory;
  if (directory === undefined) {
    const own = await temporaryDirectory();
    open.push(own);
    directory = own.path;
  }
  const stack = await startLocalStack({
    cloudAssembly,
    stateDirectory: directory,
    concurrency,
    disturb,
    variables: ({ table }) => ({ SEAWARD_TABLE: table, AWS_PROFILE: 'production', MINE: 'yes' }),
  });
  open.push(stack);
  return stack;
}

/** Resolves when the next call of a function has ended; listening begins at once. */
function functionEnded(stack: LocalStack, name: string): Promise<void> {
  const events = stack.events[Symbol.asyncIterator]();
  return (async () => {
    for (let next = await events.next(); next.done !== true; next = await events.next())
      if (next.value.kind === 'function-ended' && next.value.name === name) return;
    throw new Error(`the stack closed before ${name} was called`);
  })();
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('the condition did not come true');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a local stack', () => {
  it('runs a function from its bundle with the variables of this machine and nobody’s account', async () => {
    const code = `async (event, context) => ({ event, left: context.getRemainingTimeInMillis() > 1000,
      env: [process.env.SEAWARD_TABLE, process.env.MINE, process.env.AWS_PROFILE ?? null, process.env.HOME ?? null, process.env.TZ],
      when: new Date(0) })`;
    const stack = await start(await assembly(only(task('f')), { f: code }));
    const end = await stack.startExecution({ a: 1 }).ended;
    expect(end).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        event: { a: 1 },
        left: true,
        env: ['Seaward', 'yes', null, null, 'UTC'],
        when: '1970-01-01T00:00:00.000Z',
      },
    });
    expect(stack.peakRssBytes['f']).toBeGreaterThan(20_000_000);
  });

  it('answers the unmodified SDK from another process as Step Functions would', async () => {
    const stack = await start(await assembly(only(task('f')), { f: 'async (e) => ({ got: e })' }));
    const client = new SFNClient({
      endpoint: stack.endpoints.stepFunctions,
      region: 'local',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    const { executionArn } = await client.send(
      new StartExecutionCommand({ stateMachineArn: stack.endpoints.stateMachineArn, name: 'p-g1', input: '{"x":1}' }),
    );
    await until(async () => (await client.send(new DescribeExecutionCommand({ executionArn }))).status === 'SUCCEEDED');
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(described).toMatchObject({ name: 'p-g1', output: '{"got":{"x":1}}', input: '{"x":1}' });
    const { executions } = openLocalDoors(stack.endpoints);
    expect(await executions.status(executionArn ?? '')).toBe('ended');
    expect(await executions.status(`${executionArn ?? ''}x`)).toBe('unknown');
    client.destroy();
  });

  it('delivers the answer to a token once, and says dead afterwards', async () => {
    const gate = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: { FunctionName: fn('keep'), Payload: { 'token.$': '$$.Task.Token' } },
      End: true,
    };
    const keep = `async ({ token }) => (await import('node:fs')).writeFileSync(import.meta.dirname + '/token', token)`;
    const cloudAssembly = await assembly(only(gate), { keep });
    const stack = await start(cloudAssembly);
    const called = functionEnded(stack, 'keep');
    const execution = stack.startExecution({});
    await called;
    const token = await readFile(path.join(cloudAssembly, 'keep', 'token'), 'utf8');
    const { tasks } = openLocalDoors(stack.endpoints);
    expect(await tasks.heartbeat(token)).toBe('delivered');
    expect(await tasks.succeed(token, { outcome: 'skip' })).toBe('delivered');
    expect(await tasks.succeed(token, { outcome: 'abort' })).toBe('dead');
    expect(await tasks.heartbeat(token)).toBe('dead');
    expect((await execution.ended).output).toEqual({ outcome: 'skip' });
  });

  it('fails a call whose process is killed in the middle, and the next call gets a new process', async () => {
    const machine = {
      StartAt: 'S',
      States: {
        S: task('slow', { Catch: [{ ErrorEquals: ['Runtime.ExitError'], ResultPath: '$.error', Next: 'Again' }] }),
        Again: task('slow', { Parameters: { fast: true } }),
      },
    };
    const code = `async (e) => e.fast ? process.pid : new Promise(() => setInterval(() => {}, 1000))`;
    const stack = await start(await assembly(machine, { slow: code }));
    const execution = stack.startExecution({});
    await until(() => stack.busyProcessIds('slow').length === 1);
    const [victim = 0] = stack.busyProcessIds('slow');
    process.kill(victim, 'SIGKILL');
    const end = await execution.ended;
    expect(end.status).toBe('SUCCEEDED');
    expect(end.output).not.toBe(victim);
  });

  it('ends a function that outlives its time', async () => {
    const stack = await start(await assembly(only(task('f')), { f: '() => { for (;;) ; }' }, { timeoutSeconds: 1 }));
    const end = await stack.startExecution({}).ended;
    expect(end).toMatchObject({ status: 'FAILED', error: 'Sandbox.Timedout' });
  });

  it('reports an error by its name and keeps the process warm', async () => {
    const code = `(() => { let n = 0; return async () => { n += 1; if (n === 1) { const e = new Error('why'); e.name = 'KEY_COLLISION'; throw e; } return { n, pid: process.pid }; }; })()`;
    const stack = await start(await assembly(only(task('f')), { f: code }));
    const first = await stack.startExecution({}).ended;
    expect(first.error).toBe('KEY_COLLISION');
    expect(JSON.parse(first.cause ?? '')).toMatchObject({ errorType: 'KEY_COLLISION', errorMessage: 'why' });
    expect((await stack.startExecution({}).ended).output).toMatchObject({ n: 2 });
  });

  it('never gives one process two calls at a time, and never more processes than it may', async () => {
    const machine = only({
      Type: 'Map',
      ItemsPath: '$.items',
      ItemProcessor: { ...only(task('f')), ProcessorConfig: { Mode: 'INLINE' } },
      End: true,
    });
    const code = `(() => { let busy = 0, most = 0; return async () => { busy += 1; most = Math.max(most, busy);
      await new Promise((r) => setTimeout(r, 20)); busy -= 1; return { most, pid: process.pid }; }; })()`;
    const stack = await start(await assembly(machine, { f: code }), undefined, 2);
    const end = await stack.startExecution({ items: Array.from({ length: 12 }, (_, n) => n) }).ended;
    const text = JSON.stringify(end.output);
    expect(new Set(text.match(/"most":\d+/gu))).toEqual(new Set(['"most":1']));
    expect(new Set(text.match(/"pid":\d+/gu)).size).toBeLessThanOrEqual(2);
  });

  it('runs a call twice, or loses its answer after the work was done, when a rehearsal wants it', async () => {
    const code = `async () => (await import('node:fs')).appendFileSync(import.meta.dirname + '/done', 'x')`;
    const cloudAssembly = await assembly(only(task('f')), { f: code });
    const turns = ['twice', 'answer-lost', 'none'] as const;
    const stack = await start(cloudAssembly, undefined, 2, (_name, call) => turns[call - 1] ?? 'none');
    const ends = [];
    for (let turn = 0; turn < 3; turn += 1) ends.push(await stack.startExecution({}).ended);
    expect(ends.map(({ status, error }) => error ?? status)).toEqual(['SUCCEEDED', 'Runtime.ExitError', 'SUCCEEDED']);
    expect(await readFile(path.join(cloudAssembly, 'f', 'done'), 'utf8')).toBe('xxxx');
  });

  it('tells the janitor how every execution ended', async () => {
    const cloudAssembly = await assembly(only(task('f')), {
      f: `async () => { throw new TypeError('x is undefined'); }`,
      janitor: `async (event) => (await import('node:fs')).appendFileSync(import.meta.dirname + '/told', JSON.stringify(event))`,
    });
    const stack = await start(cloudAssembly);
    const called = functionEnded(stack, 'janitor');
    const { arn } = stack.startExecution({}, 'p-g1');
    await called;
    expect(JSON.parse(await readFile(path.join(cloudAssembly, 'janitor', 'told'), 'utf8'))).toMatchObject({
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      detail: { executionArn: arn, name: 'p-g1', status: 'FAILED', error: 'TypeError' },
    });
  });

  it('leaves no process behind, whatever they were doing', async () => {
    const stack = await start(
      await assembly(only(task('f')), { f: '() => new Promise(() => setInterval(() => {}, 1000))' }),
    );
    const execution = stack.startExecution({});
    await until(() => stack.busyProcessIds('f').length === 1);
    const [child = 0] = stack.busyProcessIds('f');
    await stack[Symbol.asyncDispose]();
    expect(execution.status).toBe('ABORTED');
    expect(isRunning(child)).toBe(false);
    await expect(fetch(stack.endpoints.stepFunctions)).rejects.toThrow();
    await expect(fetch(stack.endpoints.dynamodb)).rejects.toThrow();
  });

  it('stands beside another on the same machine', async () => {
    const one = await start(await assembly(only(task('f')), { f: 'async () => 1' }));
    const two = await start(await assembly(only(task('f')), { f: 'async () => 2' }));
    const [a, b] = await Promise.all([one.startExecution({}).ended, two.startExecution({}).ended]);
    expect([a.output, b.output]).toEqual([1, 2]);
  });

  it('is found from another terminal while it runs, and finds what it stored when it runs again', async () => {
    const directory = await temporaryDirectory();
    open.push(directory);
    const cloudAssembly = await assembly(only(task('f')), { f: 'async () => 1' });
    const first = await start(cloudAssembly, directory.path);
    expect(await findLocalEndpoints(directory.path)).toEqual(first.endpoints);
    await expect(start(cloudAssembly, directory.path)).rejects.toMatchObject({ record: { code: 'STATE_LOCKED' } });
    const record = { at: 'now', by: 'ann', command: 'c', detail: 'd' };
    const { store } = openLocalDoors(first.endpoints);
    await store.put(auditItem, 'p', 'a', record, 0);
    await first[Symbol.asyncDispose]();
    expect(await findLocalEndpoints(directory.path)).toBeUndefined();
    const second = await start(cloudAssembly, directory.path);
    expect((await openLocalDoors(second.endpoints).store.get(auditItem, 'p', 'a'))?.body).toEqual(record);
  });
});

describe('a process that holds a local stack', () => {
  const forever = '() => new Promise(() => setInterval(() => {}, 1000))';

  async function hold(cloudAssembly: string, stateDirectory: string) {
    const program = path.join(import.meta.dirname, 'programs', 'hold-local-stack.ts');
    const child = spawn(process.execPath, [program, cloudAssembly, stateDirectory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    open.push({
      [Symbol.asyncDispose]: async () => {
        child.kill('SIGKILL');
      },
    });
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const said = new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (data: Buffer) => resolve(data.toString()));
      child.once('exit', () => reject(new Error('the process ended before it said anything')));
    });
    return { child, exited, ...heldSchema.parse(JSON.parse(await said)) };
  }

  it('takes its functions with it when it is killed, and the next one goes on with what was stored', async () => {
    const directory = await temporaryDirectory();
    open.push(directory);
    const cloudAssembly = await assembly(only(task('f')), { f: forever });
    const held = await hold(cloudAssembly, directory.path);
    const endpoints = await findLocalEndpoints(directory.path);
    if (endpoints === undefined) throw new Error('the stack is not found');
    const record = { at: 'now', by: 'ann', command: 'c', detail: 'd' };
    await openLocalDoors(endpoints).store.put(auditItem, 'p', 'a', record, 0);
    held.child.kill('SIGKILL');
    await held.exited;
    await until(() => !isRunning(held.function));
    expect(await findLocalEndpoints(directory.path)).toBeUndefined();
    const next = await start(cloudAssembly, directory.path);
    const doors = openLocalDoors(next.endpoints);
    expect((await doors.store.get(auditItem, 'p', 'a'))?.body).toEqual(record);
    expect(await doors.executions.status(held.arn)).toBe('unknown');
  });

  it('leaves nothing behind when it is interrupted', async () => {
    const directory = await temporaryDirectory();
    open.push(directory);
    const held = await hold(await assembly(only(task('f')), { f: forever }), directory.path);
    held.child.kill('SIGINT');
    expect(await held.exited).toBe(130);
    expect(isRunning(held.function)).toBe(false);
    expect((await readdir(directory.path)).sort()).toEqual(['dynamodb', 'logs', 'objects']);
  });
});

const heldSchema = z
  .object({ arn: z.string(), child: z.int() })
  .transform(({ arn, child }) => ({ arn, function: child }));

describe('a worker', () => {
  const machine = only({
    Type: 'Task',
    Resource: 'arn:aws:states:::ecs:runTask.waitForTaskToken',
    HeartbeatSeconds: 5,
    Parameters: {
      TaskDefinition: 'worker:capture',
      Overrides: {
        ContainerOverrides: [{ Environment: [{ Name: 'SEAWARD_TASK_TOKEN', 'Value.$': '$$.Task.Token' }] }],
      },
    },
    End: true,
  });

  it('is a process of its own that answers its token over the endpoint', async () => {
    const call = (operation: string, body: string): string =>
      `await fetch(process.env.AWS_ENDPOINT_URL, { method: 'POST', headers: { 'x-amz-target': 'AWSStepFunctions.${operation}' }, body: JSON.stringify(${body}) });`;
    const code = `const taskToken = process.env.SEAWARD_TASK_TOKEN;
      ${call('SendTaskHeartbeat', '{ taskToken }')}
      ${call('SendTaskSuccess', `{ taskToken, output: JSON.stringify({ outcome: 'finished', pid: process.pid }) }`)}`;
    const stack = await start(await assembly(machine, {}, { workers: { capture: code } }));
    const end = await stack.startExecution({}).ended;
    expect(end).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'finished' } });
    expect(JSON.stringify(end.output)).not.toContain(`${process.pid}`);
  });
});
