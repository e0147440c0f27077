import type { GateAnswer, GateName } from '../model/gate.ts';
import { gateItem, type StageItem } from '../model/stored-item.ts';
import type { ProjectStore } from '../ports/project-store.ts';

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
  // A death between the question and its status: asking again is harmless.
  if (stored === undefined) return { kind: 'none' };
  const { answer, detail, allowed } = stored.body;
  // Closed unanswered, because its time was over: nobody can answer it any more, so the question is put anew.
  if (answer === null && allowed.length === 0) return { kind: 'none' };
  return answer === null ? { kind: 'waiting' } : { kind: 'answered', answer, detail };
}
