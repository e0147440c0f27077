import { z } from 'zod';
import { Fault } from '../model/fault.ts';
import { workerVariables } from '../model/function-name.ts';
import type { StepResult } from '../model/outcome.ts';
import { gateItem, leaseItem, type ProjectItem, projectItem } from '../model/stored-item.ts';
import type { Clock } from '../ports/clock.ts';
import type { ExecutionStarter } from '../ports/execution-starter.ts';
import type { ProjectStore } from '../ports/project-store.ts';
import type { TaskCallback } from '../ports/task-callback.ts';
import type { WorkerStopper } from '../ports/worker-stopper.ts';
import { changeItem } from './change-item.ts';
import { allGates, deliverAnswer, undeliveredAnswers } from './gate-items.ts';

export interface JanitorDoors {
  readonly store: ProjectStore;
  readonly tasks: TaskCallback;
  readonly executions: ExecutionStarter;
  readonly workers: WorkerStopper;
  readonly clock: Clock;
}

/** Events of EventBridge, as AWS documents them; only the fields that are used. */
const eventSchema = z.union([
  z.object({
    'detail-type': z.literal('Step Functions Execution Status Change'),
    detail: z.object({
      executionArn: z.string(),
      status: z.string(),
      error: z.string().nullish(),
      cause: z.string().nullish(),
    }),
  }),
  z.object({
    'detail-type': z.literal('ECS Task State Change'),
    detail: z.object({
      taskArn: z.string(),
      lastStatus: z.string(),
      stoppedReason: z.string().optional(),
      overrides: z
        .object({
          containerOverrides: z
            .array(z.object({ environment: z.array(z.object({ name: z.string(), value: z.string() })).default([]) }))
            .default([]),
        })
        .default({ containerOverrides: [] }),
    }),
  }),
  z.object({ 'detail-type': z.literal('Scheduled Event') }),
]);

/**
 * Cleans up after executions and workers, whose end nobody else may have seen. Idempotent: events come late, twice or
 * never, and the scheduled sweep makes good what they missed.
 */
export async function janitor(doors: JanitorDoors, event: unknown): Promise<StepResult> {
  const decoded = eventSchema.parse(event);
  switch (decoded['detail-type']) {
    case 'Step Functions Execution Status Change':
      await executionChanged(doors, decoded.detail);
      break;
    case 'ECS Task State Change':
      await taskChanged(doors, decoded.detail);
      break;
    case 'Scheduled Event':
      await sweep(doors);
      break;
  }
  return { outcome: 'done' };
}

interface ExecutionChange {
  readonly executionArn: string;
  readonly status: string;
  readonly error?: string | null | undefined;
  readonly cause?: string | null | undefined;
}

const endings: ReadonlySet<string> = new Set(['FAILED', 'ABORTED', 'TIMED_OUT', 'SUCCEEDED']);

/** Executions started in the console have names of their own: the project is found by the ARN it stores. */
async function executionChanged(doors: JanitorDoors, change: ExecutionChange): Promise<void> {
  if (!endings.has(change.status)) return;
  for await (const projectId of doors.store.listProjects()) {
    const stored = await doors.store.get(projectItem, projectId, null);
    if (stored?.body.executionArn === change.executionArn) await executionEnded(doors, stored.body, change);
  }
}

/**
 * Durable order: 1 epochs go up, so that a worker that lives on is fenced, and its task is stopped, 2 tokens of gates are
 * dropped and their answers kept, 3 the project says how it ended.
 */
async function executionEnded(doors: JanitorDoors, project: ProjectItem, change: ExecutionChange): Promise<void> {
  const { projectId } = project;
  await endWorkers(doors, projectId);
  for await (const { body: gate } of allGates(doors.store, projectId)) {
    if (gate.token === null) continue;
    const key = { gate: gate.gate, round: gate.round };
    await changeItem(doors.store, gateItem, projectId, key, (current = gate) =>
      current.token === gate.token ? { ...current, token: null } : current,
    );
  }
  const reason = [change.status, change.error ?? '', change.cause ?? ''].filter((part) => part !== '').join(': ');
  const fault = new Fault('INTERRUPTED', `the execution ended ${reason.slice(0, 800)}`, {
    subject: change.executionArn,
  });
  await changeItem(doors.store, projectItem, projectId, null, (current = project): ProjectItem => {
    const isOurs = current.executionArn === change.executionArn;
    // A step that ended the project said why; this is for executions that broke off.
    if (!isOurs || current.endedAt !== null || (current.state !== 'running' && current.state !== 'paused'))
      return current;
    return { ...current, state: 'failed', endedAt: doors.clock.now(), fault: fault.record };
  });
}

async function endWorkers(doors: JanitorDoors, projectId: string): Promise<void> {
  for await (const { body: lease } of doors.store.list(leaseItem, projectId, 'capture', 'LEASE#')) {
    if (lease.taskArn === null) continue;
    const { taskArn } = lease;
    await changeItem(doors.store, leaseItem, projectId, lease.role, (current = lease) =>
      current.taskArn === taskArn ? { ...current, epoch: current.epoch + 1, taskArn: null, token: null } : current,
    );
    await doors.workers.stop(taskArn, 'the execution of this project has ended');
  }
}

/** A worker's task stopped: its state learns of it at once, instead of after minutes without heartbeats. */
async function taskChanged(
  { tasks }: JanitorDoors,
  detail: Extract<z.infer<typeof eventSchema>, { 'detail-type': 'ECS Task State Change' }>['detail'],
): Promise<void> {
  if (detail.lastStatus !== 'STOPPED') return;
  const variables = detail.overrides.containerOverrides.flatMap(({ environment }) => environment);
  const token = variables.find(({ name }) => name === workerVariables.token)?.value;
  // A worker that answered before it ended has a dead token, and all is well.
  if (token !== undefined) await tasks.fail(token, 'WorkerStopped', detail.stoppedReason ?? 'the task stopped');
}

async function sweep(doors: JanitorDoors): Promise<void> {
  for await (const address of undeliveredAnswers(doors.store)) await deliverAnswer(doors.store, doors.tasks, address);
  for await (const projectId of doors.store.listProjects()) {
    const stored = await doors.store.get(projectItem, projectId, null);
    if (stored === undefined) continue;
    const { executionArn, endedAt } = stored.body;
    if (executionArn === null || endedAt !== null) continue;
    const status = await doors.executions.status(executionArn);
    if (status === 'running') continue;
    await executionEnded(doors, stored.body, { executionArn, status: status === 'ended' ? 'ended unseen' : 'unknown' });
  }
}
