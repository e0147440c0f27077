import { Choice, JsonPath, Succeed } from 'aws-cdk-lib/aws-stepfunctions';
import {
  afterStep,
  gate,
  type MachineParts,
  type MapOptions,
  mapManifest,
  resultPath,
  route,
  type Step,
  step,
} from './machine-states.ts';
import { decideOn, type WaysOut } from './schema-stage.ts';

/**
 * Full load: plan, load the chunks, look what is left. With incremental the planner takes the snapshot SCN and says
 * `again` until capture covers it; what it planned is in the store, so asking twice plans nothing twice.
 *
 *     PlanLoad --next--> FullLoad --> FinishLoad --done--> onward
 *      |    \--done------------------/   |   \--again--> PlanLoad
 *      `--again--> CaptureReady --> PlanLoad    `--gate--> LoadDecision
 */
export function loadStage(parts: MachineParts, ways: WaysOut): Step {
  const plan = step(parts, 'PlanLoad', 'plan-load');
  const finish = step(parts, 'FinishLoad', 'finish-load');
  const load = mapManifest(parts, 'FullLoad', chunkLoop(parts, 'LoadChunk', 'load-chunk'), chunkMap);
  const decision = gate(parts, 'LoadDecision', 'LoadDecision');
  for (const state of [plan, load, finish]) state.addCatch(decision.entry, { errors: ['States.ALL'], resultPath });

  const captureReady = gate(parts, 'CaptureReady', 'CaptureReady');
  route(captureReady.answered, {
    opened: plan,
    finish: ways.ends,
    abort: ways.ends,
    expired: ways.ends,
    stale: ways.ends,
  });
  afterStep(parts, plan, 'PlanLoadOutcome', {
    next: load,
    done: finish,
    again: captureReady.entry,
    gate: decision.entry,
    paused: ways.pauses,
    stale: ways.ends,
  });
  load.next(finish);
  afterStep(parts, finish, 'FinishLoadOutcome', {
    done: ways.onward,
    again: plan,
    gate: decision.entry,
    paused: ways.pauses,
    stale: ways.ends,
  });
  decideOn(decision, plan, ways);
  return plan;
}

/** Chunks belong to the round their planner counted. */
export const chunkMap: MapOptions = {
  followedBy: 'finish',
  fields: { round: JsonPath.numberAt('$.result.round') },
};

/** A line of the manifest is a chunk: `{"chunkId": "...", "parts": [...]}`. */
const chunkInput = { round: JsonPath.numberAt('$.round'), chunk: JsonPath.objectAt('$.item') } as const;

/** One chunk: the same function again while it says `more`; the function itself bounds its turns (chunkTurnsMax). */
export function chunkLoop(parts: MachineParts, stateName: string, name: 'load-chunk' | 'verify-chunk'): Step {
  const turn = step(parts, stateName, name, { input: chunkInput });
  const ended = new Succeed(parts.scope, `${stateName}Ended`, { outputPath: resultPath });
  const outcome = new Choice(parts.scope, `${stateName}Outcome`);
  turn.next(route(outcome, { more: turn, done: ended, paused: ended, stale: ended }));
  return turn;
}
