import { type IChainable, Pass, Succeed } from 'aws-cdk-lib/aws-stepfunctions';
import { loadStage } from './load-stage.ts';
import { gate, type MachineParts, route, whenPlanned } from './machine-states.ts';
import { objectByFunction, objectByFunctionOrWorker, schemaStage, type WaysOut } from './schema-stage.ts';
import { verifyStage } from './verify-stage.ts';
import type { WorkerTasks } from './worker-tasks.ts';

/**
 * The branch an operator follows: schema, full load, indexes, verification, object processing. It is built from its end,
 * since each stage names the next. After a pause it goes back to its head: every stage first asks what is left.
 */
export function mainBranch(parts: MachineParts, workers: WorkerTasks): IChainable {
  const ends = new Succeed(parts.scope, 'MainEnds');
  const resume = gate(parts, 'MainResume', 'MainResume');
  const head = new Pass(parts.scope, 'MainBegins');
  route(resume.answered, { resume: head, retry: head, abort: ends, finish: ends, expired: ends, stale: ends });
  const ways = (onward: IChainable): WaysOut => ({ onward, ends, pauses: resume.entry });

  const objects = schemaStage(
    parts,
    {
      plan: 'PlanObjects',
      map: 'ProcessObjects',
      item: 'ProcessObject',
      gateState: 'ObjectsDecision',
      gate: 'ObjectsDecision',
      moment: 'last',
    },
    ways(ends),
    objectByFunctionOrWorker(workers),
  );
  const objectsWanted = whenPlanned(parts, 'ObjectsWanted', 'schema', objects, ends);
  const verification = whenPlanned(
    parts,
    'VerificationWanted',
    'verification',
    verifyStage(parts, ways(objectsWanted)),
    objectsWanted,
  );
  const caughtUp = gate(parts, 'CaughtUp', 'CaughtUp');
  route(caughtUp.answered, { opened: verification, abort: ends, finish: ends, expired: ends, stale: ends });
  const caughtUpWanted = whenPlanned(parts, 'CatchUpWanted', 'incremental', caughtUp.entry, verification);
  const indexes = schemaStage(
    parts,
    {
      plan: 'PlanIndexes',
      map: 'BuildIndexes',
      item: 'BuildIndex',
      gateState: 'IndexDecision',
      gate: 'IndexDecision',
      moment: 'late',
    },
    ways(caughtUpWanted),
    objectByFunctionOrWorker(workers),
  );
  const indexesWanted = whenPlanned(parts, 'IndexesWanted', 'schema', indexes, caughtUpWanted);
  const fullWanted = whenPlanned(parts, 'FullLoadWanted', 'full', loadStage(parts, ways(indexesWanted)), indexesWanted);
  const schema = schemaStage(
    parts,
    {
      plan: 'PlanSchema',
      map: 'MigrateSchema',
      item: 'MigrateObject',
      gateState: 'SchemaDecision',
      gate: 'SchemaDecision',
      moment: 'early',
    },
    ways(fullWanted),
    objectByFunction,
  );
  return head.next(whenPlanned(parts, 'SchemaWanted', 'schema', schema, fullWanted));
}
