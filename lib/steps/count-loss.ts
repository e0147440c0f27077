import { Fault } from '../model/fault.ts';
import type { WorkerName } from '../model/function-name.ts';
import { limits } from '../model/limits.ts';
import type { StepInput, StepResult } from '../model/outcome.ts';
import { type LeaseItem, leaseItem, projectItem } from '../model/stored-item.ts';
import type { Clock } from '../ports/clock.ts';
import type { ProjectStore } from '../ports/project-store.ts';
import { changeItem } from './change-item.ts';
import { currentProject } from './project-context.ts';

export interface CountLossInput extends StepInput {
  readonly worker: WorkerName;
  /** What the state machine caught: `{"Error", "Cause"}`. */
  readonly result?: unknown;
}

export interface CountLossDoors {
  readonly store: ProjectStore;
  readonly clock: Clock;
}

/**
 * A worker was lost: its heartbeats stopped, or its task. It starts again as long as it comes further between losses;
 * ten in a row without any progress are a question for a person (the gate that follows finds the caught error).
 * `finished` when nobody wants the worker any more.
 */
export async function countLoss(doors: CountLossDoors, input: CountLossInput): Promise<StepResult> {
  const { project } = await currentProject(input, doors.store);
  if (project.desired !== 'running' && project.desired !== 'paused') return { outcome: 'finished' };
  const lease = await changeItem(doors.store, leaseItem, input.projectId, input.worker, (before) => {
    const known = before ?? emptyLease(input.worker);
    const isSamePlace = known.losses > 0 && known.position === known.lossPosition;
    return {
      ...known,
      epoch: known.epoch + 1,
      taskArn: null,
      token: null,
      losses: isSamePlace ? known.losses + 1 : 1,
      lossPosition: known.position,
    };
  });
  if (lease.losses <= limits.workerLossesMax) return { outcome: 'again' };
  const { record } = new Fault('INTERRUPTED', `worker ${input.worker} was lost ${lease.losses} times in a row`, {
    side: 'aws',
    remedy: 'Look at its log and its memory; then answer the gate with retry.',
    subject: input.worker,
  });
  await changeItem(doors.store, projectItem, input.projectId, null, (current = project) =>
    current.generation === input.generation ? { ...current, fault: record } : current,
  );
  await changeItem(doors.store, leaseItem, input.projectId, input.worker, (current = lease) => ({
    ...current,
    losses: 0,
  }));
  return { outcome: 'gate' };
}

export function emptyLease(role: WorkerName): LeaseItem {
  return { role, epoch: 0, taskArn: null, token: null, position: null, losses: 0, lossPosition: null };
}
