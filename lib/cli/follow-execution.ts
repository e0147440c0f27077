import type { GateItem, StageItem } from '../model/stored-item.ts';
import { stageNames } from '../model/stage.ts';
import type { Execution } from '../local/bridge/executions.ts';
import type { MachineEvent } from '../local/bridge/machine-event.ts';
import { answerGate } from '../steps/answer-gate.ts';
import { allGates } from '../steps/gate-items.ts';
import { readStage } from '../steps/stage-progress.ts';
import type { PreparedAnswers } from './answers.ts';
import type { CommandContext } from './command.ts';
import type { DeploymentDoors } from './local-deployment.ts';
import { stageLine } from './stage-text.ts';

export interface Followed {
  /** How the execution ended, or null when it waits at a gate that nobody prepared an answer for. */
  readonly end: Extract<MachineEvent, { readonly kind: 'execution-ended' }> | null;
  readonly waitingAt: GateItem | null;
}

export interface FollowOptions {
  readonly projectId: string;
  readonly answers: PreparedAnswers;
  /** Called when a stage ends, before the machine goes on as far as this process can tell. */
  readonly onStage?: (stage: string, status: string) => Promise<void>;
}

/** Follows an execution: says what stages come to, answers gates as prepared, stops at a gate that needs a person. */
export async function followExecution(
  context: CommandContext,
  doors: DeploymentDoors,
  events: AsyncIterable<MachineEvent>,
  execution: Execution,
  options: FollowOptions,
): Promise<Followed> {
  const told = await alreadyDone(context, doors, options);
  const gates = new GateKeeper(doors, options);
  const iterator = events[Symbol.asyncIterator]();
  const interrupted = new Promise<null>((resolve) => {
    context.signal.addEventListener('abort', () => resolve(null), { once: true });
    if (context.signal.aborted) resolve(null);
  });
  try {
    for (;;) {
      const step = await Promise.race([iterator.next(), interrupted]);
      if (step === null) throw new Error('interrupted');
      if (step.done === true) return { end: await execution.ended, waitingAt: null };
      const event = step.value;
      if (event.kind === 'map-progress') showProgress(context, event);
      if (event.kind === 'function-ended' || event.kind === 'execution-ended')
        await tellStages(context, doors, options, told);
      if (event.kind === 'function-ended' && event.name === 'open-gate') {
        const waiting = await gates.answerOpen(context);
        if (waiting !== null) return { end: null, waitingAt: waiting };
      }
      if (event.kind === 'execution-ended' && event.execution === execution.arn) return { end: event, waitingAt: null };
    }
  } finally {
    await iterator.return?.();
  }
}

/** Stages an earlier run ended: said once, and not told again as if they had just happened. */
async function alreadyDone(
  context: CommandContext,
  { store }: DeploymentDoors,
  { projectId }: FollowOptions,
): Promise<Map<string, string>> {
  const told = new Map<string, string>();
  for (const name of stageNames) {
    const stage = await readStage(store, projectId, name);
    if (stage.status === 'done') told.set(name, textOf(stage));
  }
  if (told.size > 0) context.say(`Going on after ${[...told.keys()].join(', ')}`);
  return told;
}

function textOf({ status, round }: StageItem): string {
  return `${status} ${round}`;
}

async function tellStages(
  context: CommandContext,
  { store }: DeploymentDoors,
  { projectId, onStage }: FollowOptions,
  told: Map<string, string>,
): Promise<void> {
  for (const name of stageNames) {
    const stage = await readStage(store, projectId, name);
    if (stage.round === 0) continue;
    const text = textOf(stage);
    if (told.get(name) === text) continue;
    told.set(name, text);
    if (stage.status !== 'running') context.say(stageLine(stage));
    await onStage?.(name, stage.status);
  }
}

function showProgress(context: CommandContext, event: Extract<MachineEvent, { readonly kind: 'map-progress' }>): void {
  if (!context.isTerminal || event.total < 2) return;
  context.say(`  ${event.state}: ${event.succeeded + event.failed} of ${event.total} chunks`);
}

/** Answers gates from what was prepared, each prepared answer once, in the order of the rounds. */
class GateKeeper {
  readonly #doors: DeploymentDoors;
  readonly #options: FollowOptions;

  constructor(doors: DeploymentDoors, options: FollowOptions) {
    this.#doors = doors;
    this.#options = options;
  }

  /** The gate that waits for a person, or null when every open gate has its answer. */
  async answerOpen(context: CommandContext): Promise<GateItem | null> {
    const { projectId, answers } = this.#options;
    const asked = new Map<string, number>();
    let waiting: GateItem | null = null;
    for await (const { body } of allGates(this.#doors.store, projectId)) {
      const before = asked.get(body.gate) ?? 0;
      asked.set(body.gate, before + 1);
      if (body.answer !== null || body.token === null || body.allowed.includes('opened')) continue;
      const prepared = answers.get(body.gate)?.[before];
      if (prepared === undefined || !body.allowed.includes(prepared.answer)) {
        waiting = body;
        continue;
      }
      context.say(`Gate ${body.gate}: ${body.question}`);
      context.say(`  answered ${prepared.answer} by the answers file`);
      const detail = prepared.detail === null ? {} : { detail: prepared.detail };
      const { gate, round } = body;
      await answerGate(this.#doors, { projectId, gate, round, answer: prepared.answer, by: 'answers file', ...detail });
    }
    return waiting;
  }
}
