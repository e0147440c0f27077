import { assert } from '../model/fault.ts';
import type { StageName } from '../model/stage.ts';
import { type StageItem, stageItem } from '../model/stored-item.ts';
import type { Clock } from '../ports/clock.ts';
import type { ProjectStore } from '../ports/project-store.ts';
import { changeItem } from './change-item.ts';

/** Doors of everything that keeps a stage's item. */
export interface StageDoors {
  readonly store: ProjectStore;
  readonly clock: Clock;
}

/** Artifact of a stage that stopped twice: the round of the first answer, which no step has acted on yet. */
export const standingAnswer = 'standingAnswer';

/** The stage as stored, or as it is before anything was done. */
export async function readStage(store: ProjectStore, projectId: string, stage: StageName): Promise<StageItem> {
  return (await store.get(stageItem, projectId, stage))?.body ?? emptyStage(stage);
}

/**
 * Marks a stage as running. The round counts how often it was started over: a stage that waited at a gate starts its
 * next round, so that an old answer never reaches a new question.
 */
export async function beginStage(doors: StageDoors, projectId: string, stage: StageName): Promise<StageItem> {
  const now = doors.clock.now();
  return changeItem(doors.store, stageItem, projectId, stage, (current) => {
    const base = current ?? emptyStage(stage);
    if (base.status === 'running') return base;
    const round = base.status === 'gate' || base.status === 'failed' || base.round === 0 ? base.round + 1 : base.round;
    const { [standingAnswer]: _heard, ...artifacts } = base.artifacts;
    return {
      ...base,
      artifacts,
      status: 'running',
      round,
      startedAt: base.startedAt ?? now,
      endedAt: null,
      faults: [],
    };
  });
}

/** Changes the item of a stage that exists. */
export async function changeStage(
  doors: StageDoors,
  projectId: string,
  stage: StageName,
  change: (current: StageItem) => StageItem,
): Promise<StageItem> {
  return changeItem(doors.store, stageItem, projectId, stage, (current) => {
    assert(current !== undefined, `stage ${stage} was not begun`);
    return change(current);
  });
}

/** Marks a stage as done, with its counts. */
export async function endStage(
  doors: StageDoors,
  projectId: string,
  stage: StageName,
  counts: Readonly<Record<string, number>> = {},
): Promise<StageItem> {
  const now = doors.clock.now();
  return changeStage(doors, projectId, stage, (current) =>
    current.status === 'done'
      ? current
      : { ...current, status: 'done', endedAt: now, counts: { ...current.counts, ...counts } },
  );
}

function emptyStage(stage: StageName): StageItem {
  return { stage, status: 'waiting', round: 0, startedAt: null, endedAt: null, counts: {}, artifacts: {}, faults: [] };
}
