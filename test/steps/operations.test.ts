import { describe, expect, it } from 'vitest';
import { gateItem, leaseItem, type ProjectItem, projectItem } from '../../lib/model/stored-item.ts';
import { admit } from '../../lib/steps/admit.ts';
import { answerGate } from '../../lib/steps/answer-gate.ts';
import { countLoss, emptyLease } from '../../lib/steps/count-loss.ts';
import { emptyGate, latestGate } from '../../lib/steps/gate-items.ts';
import { janitor } from '../../lib/steps/janitor.ts';
import { openGate } from '../../lib/steps/open-gate.ts';
import { operate } from '../../lib/steps/operate.ts';
import { readOperateEvent } from '../../lib/steps/read-operate-event.ts';
import { readAudit } from '../../lib/steps/record-audit.ts';
import { manualClock, memoryExecutionStarter, memoryTaskCallback } from '../support/memory-doors.ts';
import { memoryObjectStore } from '../support/memory-object-store.ts';
import { memoryProjectStore } from '../support/memory-project-store.ts';

const file = {
  name: 'orders',
  source: { primary: { host: 'db1', serviceName: 'PDB1', secret: { env: { user: 'A', password: 'B' } } } },
  target: { host: 'ob1', secret: { file: 'secret.json' } },
  types: ['schema', 'full', 'verification'],
  objects: { rules: { include: ['SHOP.*'] } },
};
const arn = (name: string): string => `arn:aws:states:local:0:execution:Seaward:${name}`;

async function setUp() {
  const stopped: string[] = [];
  const doors = {
    store: memoryProjectStore(),
    objects: memoryObjectStore('bucket'),
    tasks: memoryTaskCallback(),
    executions: memoryExecutionStarter(),
    clock: manualClock(),
    local: true,
    workers: {
      stop: async (taskArn: string) => {
        stopped.push(taskArn);
      },
    },
  };
  doors.executions.add(arn('first'));
  const { projectId } = await admit(doors, { project: file, executionArn: arn('first'), executionName: 'first' });
  const project = async (): Promise<ProjectItem> => {
    const stored = await doors.store.get(projectItem, projectId, null);
    if (stored === undefined) throw new Error('the project is gone');
    return stored.body;
  };
  const waitAt = async (gate: 'LoadDecision' | 'MainResume', allowed: readonly ('skip' | 'abort' | 'resume')[]) => {
    const item = emptyGate(gate, 1, allowed);
    await doors.store.put(gateItem, projectId, { gate, round: 1 }, item, 0);
    const token = doors.tasks.issue();
    await openGate(doors, { projectId, generation: 1, gate, token });
    return token;
  };
  const ended = (executionArn: string, status: string) => ({
    'detail-type': 'Step Functions Execution Status Change',
    detail: { executionArn, status, error: 'TypeError', cause: 'why' },
  });
  return { ...doors, doors, projectId, project, waitAt, ended, stopped };
}

async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('the janitor', () => {
  it('records an execution that broke off, drops its tokens and keeps the questions', async () => {
    const { doors, store, projectId, project, waitAt, ended } = await setUp();
    await waitAt('LoadDecision', ['skip']);
    await janitor(doors, ended(arn('first'), 'FAILED'));
    expect(await project()).toMatchObject({ state: 'failed', fault: { code: 'INTERRUPTED' } });
    expect((await project()).fault?.cause).toContain('TypeError: why');
    expect((await latestGate(store, projectId, 'LoadDecision'))?.body).toMatchObject({ token: null, answer: null });
    await janitor(doors, ended(arn('first'), 'FAILED'));
    expect((await project()).state).toBe('failed');
  });

  it('leaves a project alone whose newer generation runs', async () => {
    const { doors, executions, projectId, project, ended } = await setUp();
    executions.end(arn('first'));
    executions.add(arn('second'));
    await admit(doors, { projectId, executionArn: arn('second'), executionName: 'second' });
    await janitor(doors, ended(arn('first'), 'ABORTED'));
    expect(await project()).toMatchObject({ state: 'running', fault: null, generation: 2 });
  });

  it('says nothing over a project that ended by itself', async () => {
    const { doors, store, projectId, project, ended } = await setUp();
    const stored = await store.get(projectItem, projectId, null);
    const done: ProjectItem = { ...(await project()), state: 'completed', endedAt: 'then' };
    await store.put(projectItem, projectId, null, done, stored?.version ?? 0);
    await janitor(doors, ended(arn('first'), 'SUCCEEDED'));
    expect(await project()).toEqual(done);
  });

  it('fences and stops the workers of an execution that ended', async () => {
    const { doors, store, projectId, stopped, ended } = await setUp();
    await store.put(leaseItem, projectId, 'capture', { ...emptyLease('capture'), epoch: 4, taskArn: 'arn:task' }, 0);
    await janitor(doors, ended(arn('first'), 'TIMED_OUT'));
    expect(stopped).toEqual(['arn:task']);
    expect((await store.get(leaseItem, projectId, 'capture'))?.body).toMatchObject({ epoch: 5, taskArn: null });
  });

  it('tells the state of a worker whose task stopped', async () => {
    const { doors, tasks } = await setUp();
    const token = tasks.issue();
    const detail = {
      taskArn: 'arn:task',
      lastStatus: 'STOPPED',
      stoppedReason: 'Spot',
      overrides: { containerOverrides: [{ environment: [{ name: 'SEAWARD_TASK_TOKEN', value: token }] }] },
    };
    await janitor(doors, { 'detail-type': 'ECS Task State Change', detail });
    expect(tasks.state(token)).toEqual({ kind: 'failed', error: 'WorkerStopped', cause: 'Spot' });
  });

  it('makes good on its round what events missed: an answer on its way, an execution that is gone', async () => {
    const { doors, executions, project, projectId, tasks, waitAt } = await setUp();
    const token = await waitAt('LoadDecision', ['skip']);
    const broken = { ...doors, tasks: { ...tasks, succeed: () => Promise.reject(new Error('killed')) } };
    await expect(answerGate(broken, { projectId, gate: 'LoadDecision', answer: 'skip', by: 'ann' })).rejects.toThrow();
    await janitor(doors, { 'detail-type': 'Scheduled Event' });
    expect(tasks.state(token)).toEqual({ kind: 'succeeded', output: { outcome: 'skip' } });
    expect((await project()).state).toBe('running');
    executions.end(arn('first'));
    await janitor(doors, { 'detail-type': 'Scheduled Event' });
    expect((await project()).state).toBe('failed');
  });
});

describe('an operator', () => {
  it('pauses, and a resume answers the gate that waits', async () => {
    const { doors, projectId, project, tasks, waitAt } = await setUp();
    await operate(doors, { command: 'pause', projectId, by: 'ann' });
    expect((await project()).desired).toBe('paused');
    const token = await waitAt('MainResume', ['resume']);
    expect(tasks.state(token)).toEqual({ kind: 'waiting' });
    expect(await operate(doors, { command: 'resume', projectId, by: 'bob' })).toMatchObject({ executionArn: null });
    expect(tasks.state(token)).toEqual({ kind: 'succeeded', output: { outcome: 'resume' } });
  });

  it('resumes a project whose execution is gone by starting its next generation', async () => {
    const { doors, executions, projectId } = await setUp();
    await operate(doors, { command: 'pause', projectId, by: 'ann' });
    executions.end(arn('first'));
    await operate(doors, { command: 'resume', projectId, by: 'ann' });
    expect(executions.started.map(({ name, input }) => ({ name, input }))).toEqual([
      { name: `${projectId}-g2`, input: { projectId } },
    ]);
  });

  it('aborts at any gate, whatever it asks', async () => {
    const { doors, projectId, project, tasks, waitAt } = await setUp();
    const token = await waitAt('LoadDecision', ['skip']);
    await operate(doors, { command: 'abort', projectId, by: 'ann' });
    expect(tasks.state(token)).toEqual({ kind: 'succeeded', output: { outcome: 'abort' } });
    expect((await project()).desired).toBe('aborted');
  });

  it('answers a gate, and everything is in the audit with who', async () => {
    const { doors, store, clock, projectId, tasks, waitAt } = await setUp();
    const token = await waitAt('LoadDecision', ['skip']);
    await operate(doors, { command: 'answer', projectId, gate: 'LoadDecision', answer: 'skip', by: 'ann' });
    clock.advance(1);
    await operate(doors, { command: 'pause', projectId, by: 'bob' });
    expect(tasks.state(token)).toEqual({ kind: 'succeeded', output: { outcome: 'skip' } });
    const audit = (await collect(readAudit(store, projectId))).map(({ by, command }) => `${by} ${command}`);
    expect(audit).toEqual(['ann answer', 'bob pause']);
  });

  it('starts a project from a dropped file once, and not again while it runs', async () => {
    const { doors, objects, executions } = await setUp();
    await objects.put('projects/new.json', Buffer.from(JSON.stringify({ ...file, name: 'new' }, null, 2)));
    const event = {
      'detail-type': 'Object Created',
      detail: { bucket: { name: 'bucket' }, object: { key: 'projects/new.json' } },
    };
    const command = readOperateEvent(event);
    if (command === null) throw new Error('no command');
    const first = await operate(doors, command);
    await admit(doors, {
      projectFile: 's3://bucket/projects/new.json',
      executionArn: first.executionArn ?? '',
      executionName: 'x',
    });
    expect(await operate(doors, command)).toMatchObject({ executionArn: null });
    expect(executions.started).toHaveLength(1);
  });

  it('refuses another file for a project that runs', async () => {
    const { doors, objects } = await setUp();
    const other = { ...file, objects: { rules: { include: ['HR.*'] } } };
    await objects.put('projects/orders.json', Buffer.from(JSON.stringify(other)));
    const projectFile = 's3://bucket/projects/orders.json';
    await expect(operate(doors, { command: 'start-file', projectFile, by: 'ann' })).rejects.toMatchObject({
      record: { code: 'INVALID_PROJECT' },
    });
  });

  it('releases a project that stands still, and nothing brings it back', async () => {
    const { doors, executions, projectId, project } = await setUp();
    executions.end(arn('first'));
    await operate(doors, { command: 'release', projectId, by: 'ann' });
    expect(await project()).toMatchObject({ state: 'released', desired: 'released' });
    await expect(operate(doors, { command: 'resume', projectId, by: 'ann' })).rejects.toThrow(/released/);
    expect(await admit(doors, { projectId, executionArn: arn('b'), executionName: 'b' })).toMatchObject({
      outcome: 'refused',
    });
  });
});

describe('an event from outside', () => {
  it('is no command when the product itself wrote the object', () => {
    const event = {
      'detail-type': 'Object Created',
      detail: { bucket: { name: 'bucket' }, object: { key: 'projects/orders-1/project-2.json' } },
    };
    expect(readOperateEvent(event)).toBeNull();
  });

  it('may pause and resume under its own name, and decide nothing', () => {
    const event = { 'detail-type': 'PauseProject', source: 'my.scheduler', detail: { projectId: 'p' } };
    expect(readOperateEvent(event)).toEqual({ command: 'pause', projectId: 'p', by: 'event:my.scheduler' });
    expect(() => readOperateEvent({ ...event, 'detail-type': 'AnswerGate' })).toThrow();
  });
});

describe('a lost worker', () => {
  const input = { generation: 1, worker: 'capture' } as const;

  it('starts again ten times without progress, then a person is asked, then it counts anew', async () => {
    const { doors, projectId, project } = await setUp();
    const outcomes: string[] = [];
    for (let loss = 0; loss < 12; loss += 1) outcomes.push((await countLoss(doors, { ...input, projectId })).outcome);
    expect(outcomes).toEqual([...Array.from({ length: 10 }, () => 'again'), 'gate', 'again']);
    expect((await project()).fault?.cause).toContain('11 times');
  });

  it('counts from one again after it came further', async () => {
    const { doors, store, projectId } = await setUp();
    for (let loss = 0; loss < 9; loss += 1) await countLoss(doors, { ...input, projectId });
    const stored = await store.get(leaseItem, projectId, 'capture');
    if (stored === undefined) throw new Error('no lease');
    await store.put(leaseItem, projectId, 'capture', { ...stored.body, position: 'segment 7' }, stored.version);
    for (let loss = 0; loss < 10; loss += 1)
      expect((await countLoss(doors, { ...input, projectId })).outcome).toBe('again');
    expect((await countLoss(doors, { ...input, projectId })).outcome).toBe('gate');
  });

  it('is not wanted any more when the project is to end', async () => {
    const { doors, projectId } = await setUp();
    await operate(doors, { command: 'abort', projectId, by: 'ann' });
    expect(await countLoss(doors, { ...input, projectId })).toEqual({ outcome: 'finished' });
  });
});
