import { Fault, type FaultRecord } from '../model/fault.ts';
import type { StepInput, StepResult } from '../model/outcome.ts';
import { type ProjectItem, projectItem } from '../model/stored-item.ts';
import type { Clock } from '../ports/clock.ts';
import type { ProjectStore } from '../ports/project-store.ts';
import { changeItem } from './change-item.ts';
import { currentProject } from './project-context.ts';
import { readStage } from './stage-progress.ts';

export interface FailBranchInput extends StepInput {
  /** What the last gate was answered: a person ended the project, or nobody answered in time. */
  readonly ending: 'abort' | 'finish' | 'expired';
}

export interface FailBranchDoors {
  readonly store: ProjectStore;
  readonly clock: Clock;
}

/**
 * Ends an execution whose gate was answered with an end, or not at all. Everything is kept: starting the project again
 * goes on where it stopped, and asks what was not answered. Running twice changes nothing more.
 */
export async function failBranch(doors: FailBranchDoors, input: FailBranchInput): Promise<StepResult> {
  await currentProject(input, doors.store);
  const precheck = await readStage(doors.store, input.projectId, 'precheck');
  const endedAt = doors.clock.now();
  await changeItem(doors.store, projectItem, input.projectId, null, (current): ProjectItem => {
    if (current === undefined) throw new Fault('UNKNOWN_OBJECT', `no project ${input.projectId} in this state store`);
    if (current.generation !== input.generation || current.endedAt !== null) return current;
    return {
      ...current,
      state: precheck.status === 'done' ? 'failed' : 'precheck-failed',
      desired: 'aborted',
      endedAt,
      fault: endingOf(input.ending),
    };
  });
  return { outcome: 'finished' };
}

function endingOf(ending: FailBranchInput['ending']): FaultRecord {
  const cause =
    ending === 'expired' ? 'a question was not answered in time' : 'the project was ended at a gate, by its answer';
  return new Fault('INTERRUPTED', cause).record;
}
