import type { GateAnswer, GateName } from '../model/gate.ts';
import { type GateItem, gateItem, parseGateSort, type Stored } from '../model/stored-item.ts';
import type { Clock } from '../ports/clock.ts';
import type { ProjectStore } from '../ports/project-store.ts';
import type { TaskCallback } from '../ports/task-callback.ts';
import { changeItem } from './change-item.ts';

export interface GateAddress {
  readonly projectId: string;
  readonly gate: GateName;
  readonly round: number;
}

/** The item of the highest round of a gate: the question that is asked now, or was asked last. */
export async function latestGate(
  store: ProjectStore,
  projectId: string,
  gate: GateName,
): Promise<Stored<GateItem> | undefined> {
  let latest: Stored<GateItem> | undefined;
  for await (const item of store.list(gateItem, projectId, { gate, round: 0 }, `GATE#${gate}#`)) latest = item;
  return latest;
}

/** All gates of a project, by name and round. */
export async function* allGates(store: ProjectStore, projectId: string): AsyncGenerator<Stored<GateItem>> {
  yield* store.list(gateItem, projectId, { gate: 'PrecheckDecision', round: 0 }, 'GATE#');
}

/** Answers that were given but reached no token yet, over all projects. */
export async function* undeliveredAnswers(store: ProjectStore): AsyncGenerator<GateAddress> {
  for await (const { projectId, sort } of store.listItems('undelivered-answers')) {
    const address = parseGateSort(sort);
    if (address !== null) yield { projectId, ...address };
  }
}

/**
 * Hands an answer to the token that waits for it and records what became of that. A dead token is dropped and the answer
 * kept, for the next token of the same round. Whoever saw both answer and token after its own write calls this; calling
 * it once more is harmless, because a token accepts one answer.
 */
export async function deliverAnswer(
  store: ProjectStore,
  tasks: TaskCallback,
  { projectId, gate, round }: GateAddress,
): Promise<'delivered' | 'dead' | 'nothing'> {
  const stored = await store.get(gateItem, projectId, { gate, round });
  if (stored === undefined) return 'nothing';
  const { answer, token, delivered } = stored.body;
  if (answer === null || token === null || delivered) return 'nothing';
  const became = await tasks.succeed(token, { outcome: answer });
  await changeItem(store, gateItem, projectId, { gate, round }, (now = stored.body) => {
    // Another token took the place of this one meanwhile: it will be served by whoever wrote it.
    if (now.token !== token || now.delivered) return now;
    return became === 'delivered' ? { ...now, delivered: true } : { ...now, token: null };
  });
  return became;
}

/** Opens a condition gate: its answer is `opened`. The condition is level-triggered, so opening it twice is one opening. */
export async function openCondition(
  store: ProjectStore,
  tasks: TaskCallback,
  clock: Clock,
  { projectId, gate, round }: GateAddress,
): Promise<void> {
  await changeItem(store, gateItem, projectId, { gate, round }, (current) => {
    const item = current ?? emptyGate(gate, round, ['opened', 'abort']);
    if (item.answer !== null) return item;
    return { ...item, answer: 'opened' as const, by: 'seaward', answeredAt: clock.now() };
  });
  await deliverAnswer(store, tasks, { projectId, gate, round });
}

/** A gate of which nothing is known yet. */
export function emptyGate(gate: GateName, round: number, allowed: readonly GateAnswer[] = []): GateItem {
  return {
    gate,
    round,
    question: '',
    allowed: [...allowed],
    faults: [],
    token: null,
    answer: null,
    by: null,
    detail: null,
    openedAt: null,
    answeredAt: null,
    delivered: false,
  };
}
