import { z } from 'zod';
import { Fault } from '../model/fault.ts';
import type { GateAnswer, GateName } from '../model/gate.ts';
import type { StepInput } from '../model/outcome.ts';
import type { StageName } from '../model/stage.ts';
import {
  type GateItem,
  gateItem,
  type ProjectItem,
  projectItem,
  type StageItem,
  stageItem,
} from '../model/stored-item.ts';
import type { Clock } from '../ports/clock.ts';
import type { ProjectStore } from '../ports/project-store.ts';
import type { TaskCallback } from '../ports/task-callback.ts';
import { answerItem } from './answer-gate.ts';
import { changeItem } from './change-item.ts';
import { deliverAnswer, emptyGate, latestGate } from './gate-items.ts';
import { unheardAnswer } from './pending-gate.ts';
import { currentProject } from './project-context.ts';
import { readStage, standingAnswer } from './stage-progress.ts';

export interface OpenGateInput extends StepInput {
  readonly gate: GateName;
  readonly token: string;
  /** The last result of the branch: a step's, or what was caught when a step failed and nobody could put a question. */
  readonly result?: unknown;
}

const caughtSchema = z.object({ Error: z.string(), Cause: z.string() });

export interface OpenGateDoors {
  readonly store: ProjectStore;
  readonly tasks: TaskCallback;
  readonly clock: Clock;
}

/**
 * Durable order: 1 the token is written into the gate's item, 2 an answer of the same round that lies there is delivered,
 * 3 the project's wish (resume, abort) is read again, because it may have been written before there was a gate to see.
 */
export async function openGate(doors: OpenGateDoors, input: OpenGateInput): Promise<void> {
  const { store, tasks, clock } = doors;
  const { projectId, gate } = input;
  await currentProject(input, store);
  const round = (await stopStage(doors, input)) ?? (await roundToOpen(store, input));
  const opened = await changeItem(store, gateItem, projectId, { gate, round }, (before) => ({
    ...(before ?? defaultQuestion(input, round)),
    token: input.token,
    delivered: false,
    openedAt: before?.openedAt ?? clock.now(),
  }));
  if (opened.answer !== null) {
    await deliverAnswer(store, tasks, { projectId, gate, round });
    return;
  }
  const project = await store.get(projectItem, projectId, null);
  const wish = project === undefined ? null : wishedAnswer(gate, project.body.desired);
  if (wish !== null) await answerItem(doors, { projectId, gate, round, answer: wish, by: 'seaward' });
}

/**
 * What the function of a gate does. A gate of an execution that was replaced is answered `stale` at once: nobody would
 * ever answer it otherwise.
 */
export async function openGateOrStop(
  doors: OpenGateDoors,
  input: OpenGateInput,
): Promise<{ readonly outcome: 'gate' | 'stale' }> {
  try {
    await openGate(doors, input);
    return { outcome: 'gate' };
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'STALE_GENERATION') throw error;
    await doors.tasks.succeed(input.token, { outcome: 'stale' });
    return { outcome: 'stale' };
  }
}

/**
 * Closes a gate whose time is over, so that no answer comes after it; an answer that was there first is obeyed. The
 * question stays as a record, and is asked again by the next execution that meets it.
 */
export async function closeGate(
  doors: OpenGateDoors,
  input: StepInput & { readonly gate: GateName },
): Promise<{ readonly outcome: GateAnswer | 'expired' }> {
  await currentProject(input, doors.store);
  const latest = await latestGate(doors.store, input.projectId, input.gate);
  if (latest === undefined) return { outcome: 'expired' };
  const key = { gate: input.gate, round: latest.body.round };
  const closed = await changeItem(doors.store, gateItem, input.projectId, key, (current = latest.body) => ({
    ...current,
    token: null,
    ...(current.answer === null ? { allowed: [] } : { delivered: true }),
  }));
  return { outcome: closed.answer ?? 'expired' };
}

/** The stage whose step asks at a decision gate. */
const stageOfGate: Partial<Readonly<Record<GateName, StageName>>> = {
  PrecheckDecision: 'precheck',
  SchemaDecision: 'schema',
  LoadDecision: 'full',
  IndexDecision: 'indexes',
  VerificationDecision: 'verification',
  ObjectsDecision: 'objects',
};

/**
 * A step that failed could not put its question: the stage is stopped in its place, at a round nobody answered yet. Else
 * the answer to this gate would stand in the way of the stage's own next question, which has the stage's round. An answer
 * the failed step did not come to is kept and stands once the stage goes on. Null for gates without a stage, for stages
 * that are done and for openings that follow a question.
 */
async function stopStage(doors: OpenGateDoors, input: OpenGateInput): Promise<number | null> {
  const { projectId, gate } = input;
  const name = stageOfGate[gate];
  if (name === undefined || !caughtSchema.safeParse(input.result).success) return null;
  const stage = await readStage(doors.store, projectId, name);
  if (stage.status === 'done') return null;
  const latest = await latestGate(doors.store, projectId, gate);
  const isAnswered = latest !== undefined && latest.body.answer !== null && latest.body.delivered;
  const round = Math.max(stage.round, 1, latest === undefined ? 1 : latest.body.round + (isAnswered ? 1 : 0));
  const standing = await unheardAnswer(doors.store, projectId, gate, stage);
  await changeItem(doors.store, stageItem, projectId, name, (current = stage): StageItem => ({
    ...current,
    status: 'gate',
    round,
    artifacts: standing === null ? current.artifacts : { ...current.artifacts, [standingAnswer]: String(standing) },
  }));
  return round;
}

/**
 * Which round this opening belongs to. An answer stands for its round, so that a token which died takes nothing with it;
 * but an answer that sends the machine back (`retry` ...) is used up once delivered, and so is any answer when a step
 * failed after it: then the same gate asks anew.
 */
async function roundToOpen(store: ProjectStore, input: OpenGateInput): Promise<number> {
  const failed = caughtSchema.safeParse(input.result).success;
  const latest = await latestGate(store, input.projectId, input.gate);
  if (latest === undefined) return 1;
  const { answer, delivered, round } = latest.body;
  const usedUp = delivered && answer !== null && (failed || goesBack.has(answer));
  return usedUp ? round + 1 : round;
}

const goesBack: ReadonlySet<GateAnswer> = new Set(['retry', 'repair', 'repair-and-delete', 'reload', 'resume']);

/** What the project's wish answers at a gate, or null when the gate has to wait. */
export function wishedAnswer(gate: GateName, desired: ProjectItem['desired']): GateAnswer | null {
  if (desired === 'aborted') return 'abort';
  if (desired === 'released' && gate === 'Release') return 'release';
  if (isResume(gate)) return desired === 'paused' ? null : 'resume';
  return null;
}

function isResume(gate: GateName): boolean {
  return gate.endsWith('Resume');
}

const conditions: ReadonlySet<GateName> = new Set([
  'CaptureReady',
  'LoadDone',
  'CaughtUp',
  'ReversePullWanted',
  'ReverseWanted',
]);

/** The item of a gate nobody put a question for: a condition, a pause, or a step that failed unexpectedly. */
function defaultQuestion(input: OpenGateInput, round: number): GateItem {
  const { gate } = input;
  const item = emptyGate(gate, round);
  if (conditions.has(gate)) return { ...item, question: `Waiting for ${gate}.`, allowed: ['opened', 'abort'] };
  if (isResume(gate)) return { ...item, question: 'The project is paused.', allowed: ['resume', 'abort'] };
  if (gate === 'Release') return { ...item, question: 'Release the project?', allowed: ['release', 'abort'] };
  const caught = caughtSchema.safeParse(input.result);
  const what = caught.success ? `${caught.data.Error}: ${caught.data.Cause}` : 'The stage stopped without a reason.';
  return { ...item, question: `A step failed unexpectedly. ${what.slice(0, 1_000)}`, allowed: ['retry', 'abort'] };
}
