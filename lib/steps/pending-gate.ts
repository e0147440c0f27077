import type { GateAnswer, GateName } from '../model/gate.ts';
import { type GateItem, gateItem, type StageItem } from '../model/stored-item.ts';
import type { ProjectStore } from '../ports/project-store.ts';
import { standingAnswer } from './stage-progress.ts';

/**
 * What became of the question a stage stopped at. `none`: it did not stop. `waiting`: nobody answered yet, so the same gate
 * is opened again and nothing is done twice. An answer: the planning step acts on it; it is never asked for again.
 */
export type PendingGate =
  | { readonly kind: 'none' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'answered'; readonly answer: GateAnswer; readonly detail: string | null };

export async function pendingGate(
  store: ProjectStore,
  projectId: string,
  gate: GateName,
  stage: StageItem,
): Promise<PendingGate> {
  if (stage.status !== 'gate') return { kind: 'none' };
  const stored = await store.get(gateItem, projectId, { gate, round: stage.round });
  if (stored !== undefined && stored.body.answer !== null && stored.body.answer !== 'retry')
    return answered(stored.body);
  // Closed unanswered, because its time was over: nobody can answer it any more, so the question is put anew.
  const isOpen = stored !== undefined && stored.body.answer === null && stored.body.allowed.length > 0;
  if (isOpen) return { kind: 'waiting' };
  // A step failed before it came to an answer, and goes on: with that answer.
  const standing = stage.artifacts[standingAnswer];
  const before =
    standing === undefined ? undefined : await store.get(gateItem, projectId, { gate, round: Number(standing) });
  if (before !== undefined) return answered(before.body);
  // Without an item: a death between the question and its status, where asking again is harmless.
  return stored === undefined ? { kind: 'none' } : answered(stored.body);
}

function answered({ answer, detail }: GateItem): PendingGate {
  return answer === null ? { kind: 'none' } : { kind: 'answered', answer, detail };
}

/** The round of an answer that no planning step has acted on yet, or null. */
export async function unheardAnswer(
  store: ProjectStore,
  projectId: string,
  gate: GateName,
  stage: StageItem,
): Promise<number | null> {
  if (stage.status !== 'gate') return null;
  const standing = stage.artifacts[standingAnswer];
  if (standing !== undefined) return Number(standing);
  const stored = await store.get(gateItem, projectId, { gate, round: stage.round });
  return stored === undefined || stored.body.answer === null ? null : stage.round;
}
