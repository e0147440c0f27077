import type { FaultRecord } from '../model/fault.ts';
import type { GateAnswer, GateName } from '../model/gate.ts';
import { limits } from '../model/limits.ts';
import type { StageName } from '../model/stage.ts';
import { gateItem, type StoredFault } from '../model/stored-item.ts';
import { changeItem } from './change-item.ts';
import { changeStage, type StageDoors } from './stage-progress.ts';

export interface Question {
  readonly gate: GateName;
  readonly stage: StageName;
  readonly round: number;
  readonly question: string;
  readonly allowed: readonly GateAnswer[];
  readonly faults: readonly (FaultRecord | StoredFault)[];
}

/** How many faults a gate carries with it; the rest are in the stage's report. */
const faultsMax = 10;

/**
 * Writes down what a decision gate asks, before the step ends with outcome `gate`. The state machine then opens the gate
 * with a token. An answered gate of the same round is left alone: it is never asked again.
 */
export async function askGate(doors: StageDoors, projectId: string, ask: Question): Promise<void> {
  const faults = ask.faults.slice(0, faultsMax).map(shortened);
  await changeStage(doors, projectId, ask.stage, (current) => ({ ...current, status: 'gate', faults }));
  await changeItem(doors.store, gateItem, projectId, { gate: ask.gate, round: ask.round }, (current) => {
    if (current !== undefined && current.answer !== null) return current;
    return {
      gate: ask.gate,
      round: ask.round,
      question: ask.question.slice(0, limits.gateAnswerCharactersMax),
      allowed: [...ask.allowed],
      faults,
      token: current?.token ?? null,
      answer: null,
      by: null,
      detail: null,
      openedAt: current?.openedAt ?? null,
      answeredAt: null,
      delivered: false,
    };
  });
}

function shortened(fault: FaultRecord | StoredFault): StoredFault {
  const cut = (text: string): string => (text.length > 400 ? `${text.slice(0, 399)}…` : text);
  return {
    ...fault,
    cause: cut(fault.cause),
    remedy: cut(fault.remedy),
    vendor: fault.vendor === null ? null : cut(fault.vendor),
  };
}
