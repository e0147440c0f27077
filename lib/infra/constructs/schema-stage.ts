import { Choice, type IChainable, JsonPath, Succeed } from 'aws-cdk-lib/aws-stepfunctions';
import type { GateName } from '../../model/gate.ts';
import type { ObjectItem } from '../../model/stored-item.ts';
import {
  afterStep,
  type Gate,
  gate,
  type MachineParts,
  mapManifest,
  resultPath,
  route,
  type Step,
  step,
} from './machine-states.ts';
import type { WorkerTasks } from './worker-tasks.ts';

/** Where a stage of Main goes when it is over, was told to stop, or met a pause. */
export interface WaysOut {
  readonly onward: IChainable;
  readonly ends: IChainable;
  readonly pauses: IChainable;
}

export interface SchemaStageNames {
  readonly plan: string;
  readonly map: string;
  readonly item: string;
  readonly gateState: string;
  readonly gate: GateName;
  readonly moment: ObjectItem['moment'];
}

/**
 * Objects of one moment, one dependency level after the other:
 *
 *     plan --next--> map over the level --> plan --next--> ... --done--> onward
 *       \--gate--> decision: retry, skip -> plan, abort -> end
 */
export function schemaStage(
  parts: MachineParts,
  names: SchemaStageNames,
  ways: WaysOut,
  itemProcessor: (parts: MachineParts, names: SchemaStageNames) => IChainable,
): Step {
  const plan = step(parts, names.plan, 'plan-schema', { input: { moment: names.moment } });
  const decision = gate(parts, names.gateState, names.gate);
  const map = mapManifest(parts, names.map, itemProcessor(parts, names), { followedBy: 'plan' });
  plan.addCatch(decision.entry, { errors: ['States.ALL'], resultPath });
  map.addCatch(decision.entry, { errors: ['States.ALL'], resultPath });
  map.next(plan);
  afterStep(parts, plan, `${names.plan}Outcome`, {
    next: map,
    done: ways.onward,
    gate: decision.entry,
    paused: ways.pauses,
    stale: ways.ends,
  });
  decideOn(decision, plan, ways);
  return plan;
}

/**
 * The answers of a stage's decision gate. All that do not end it go back to the planning step, which acts on the answer:
 * it plans again what is to be retried, sets aside what is to be skipped, and then says `done`.
 */
export function decideOn(decision: Gate, plan: IChainable, ways: Pick<WaysOut, 'ends'>): void {
  route(decision.answered, {
    retry: plan,
    reload: plan,
    resume: plan,
    skip: plan,
    accept: plan,
    abort: ways.ends,
    finish: ways.ends,
    expired: ways.ends,
    stale: ways.ends,
  });
}

/** One object by one function; its only output is the outcome. */
export function objectByFunction(parts: MachineParts, names: SchemaStageNames): IChainable {
  return migrateObject(parts, names.item);
}

function migrateObject(parts: MachineParts, stateName: string): Step {
  return step(parts, stateName, 'migrate-object', { input: objectInput, output: 'payload' });
}

/** A line of the manifest: `{"objectId": "TABLE SHOP.ORDERS"}`. */
const objectInput = { objectId: JsonPath.stringAt('$.item.objectId') } as const;

/**
 * One object by a function, or, when the planner expects a statement that outlasts one (`"runner": "worker"` in the
 * manifest line), by a Fargate task.
 */
export function objectByFunctionOrWorker(workers: WorkerTasks) {
  return (parts: MachineParts, names: SchemaStageNames): IChainable => {
    const ended = new Succeed(parts.scope, `${names.item}Ended`, { outputPath: resultPath });
    const byFunction = step(parts, names.item, 'migrate-object', { input: objectInput });
    const byWorker = workers.task(parts, `${names.item}ByWorker`, 'build', { objectIdPath: '$.item.objectId' });
    byFunction.next(ended);
    byWorker.next(ended);
    return new Choice(parts.scope, `${names.item}Runner`).when(workers.wantsWorker, byWorker).otherwise(byFunction);
  };
}
