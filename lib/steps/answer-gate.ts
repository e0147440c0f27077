import { Fault } from '../model/fault.ts';
import type { GateAnswer, GateName } from '../model/gate.ts';
import { limits } from '../model/limits.ts';
import { type GateItem, gateItem } from '../model/stored-item.ts';
import type { Clock } from '../ports/clock.ts';
import type { ProjectStore } from '../ports/project-store.ts';
import type { TaskCallback } from '../ports/task-callback.ts';
import { changeItem } from './change-item.ts';
import { recordAudit } from './record-audit.ts';
import { deliverAnswer, latestGate } from './gate-items.ts';

export interface GateReply {
  readonly projectId: string;
  readonly gate: GateName;
  /** The round that was read when the question was read; the latest when left out. */
  readonly round?: number;
  readonly answer: GateAnswer;
  /** What the answer applies to, for example the precheck items to skip, comma separated. */
  readonly detail?: string;
  /** Who answers: the verified caller, or the program itself. */
  readonly by: string;
}

export interface AnswerGateDoors {
  readonly store: ProjectStore;
  readonly tasks: TaskCallback;
  readonly clock: Clock;
}

/**
 * Answers the question a gate asks now. The first answer wins; the same answer by the same person again is accepted, so
 * that a lost reply may be repeated. Faults: GATE_CLOSED when there is no such question, or it has another answer.
 */
export async function answerGate(doors: AnswerGateDoors, reply: GateReply): Promise<GateItem> {
  const latest = await latestGate(doors.store, reply.projectId, reply.gate);
  if (latest === undefined || (reply.round !== undefined && reply.round !== latest.body.round))
    throw closed(reply, 'asks no such question now');
  if (latest.body.allowed.length === 0) throw closed(reply, 'asks nothing yet');
  return answerItem(doors, { ...reply, round: latest.body.round });
}

/** Durable order: 1 the answer, with who and when, 2 the audit record, 3 the token that waits. */
export async function answerItem(
  { store, tasks, clock }: AnswerGateDoors,
  reply: GateReply & { readonly round: number },
): Promise<GateItem> {
  const { projectId, gate, round, answer } = reply;
  const by = reply.by.slice(0, 200);
  const detail = reply.detail ?? null;
  if (detail !== null && detail.length > limits.gateAnswerCharactersMax) throw closed(reply, 'takes a shorter detail');
  const item = await changeItem(store, gateItem, projectId, { gate, round }, (before) => {
    if (before === undefined) throw closed(reply, 'asks no such question');
    if (before.answer !== null) {
      if (before.answer === answer && before.by === by && before.detail === detail) return before;
      throw closed(reply, `was answered ${before.answer} by ${before.by ?? 'somebody'}`);
    }
    // Ending a project is always possible, whatever was asked; a gate whose time is over takes nothing.
    const isAllowed = before.allowed.includes(answer) || (answer === 'abort' && before.allowed.length > 0);
    if (!isAllowed) throw closed(reply, `takes ${before.allowed.join(', ')}, not ${answer}`);
    return { ...before, answer, by, detail, answeredAt: clock.now() };
  });
  // Named by the moment of the answer, so that a repeated call writes no second record.
  await recordAudit(store, projectId, { at: item.answeredAt ?? '', by, command: 'answer', detail: auditText(item) });
  await deliverAnswer(store, tasks, { projectId, gate, round });
  const now = await store.get(gateItem, projectId, { gate, round });
  return now?.body ?? item;
}

function auditText(item: GateItem): string {
  const detail = item.detail === null ? '' : ` (${item.detail})`;
  return `${item.gate} round ${item.round}: ${item.answer ?? 'nothing'}${detail}`;
}

function closed(reply: GateReply, what: string): Fault {
  return new Fault('GATE_CLOSED', `gate ${reply.gate} of ${reply.projectId} ${what}`, { subject: reply.gate });
}
