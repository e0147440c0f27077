import { Duration } from 'aws-cdk-lib';
import {
  Choice,
  Condition,
  DefinitionBody,
  Fail,
  type IChainable,
  JsonPath,
  LogLevel,
  Parallel,
  Pass,
  StateMachine,
  StateMachineType,
  Succeed,
} from 'aws-cdk-lib/aws-stepfunctions';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { encryptedLog, type LogSettings } from './log-settings.ts';
import { mainBranch } from './main-branch.ts';
import { afterStep, gate, type MachineParts, outcomeIs, resultPath, route, step } from './machine-states.ts';
import { workerBranch, workerBranches } from './worker-branch.ts';
import type { WorkerTasks } from './worker-tasks.ts';

export interface MigrationStateMachineProps {
  readonly functions: MachineParts['functions'];
  readonly bucket: MachineParts['bucket'];
  readonly workers: WorkerTasks;
  /** Encrypts the bucket: manifests are read and results written under it. */
  readonly key: IKey;
  readonly gateTimeout: Duration;
  readonly logs: LogSettings;
}

/** An execution is one generation of a project; the Janitor rolls to the next well before AWS's limit of a year. */
const executionDays = 300;

/** The whole migration as one state machine: what an operator sees in the console, in the migration's own words. */
export class MigrationStateMachine extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: MigrationStateMachineProps) {
    super(scope, id);
    const parts: MachineParts = {
      scope: new Construct(this, 'States'),
      functions: props.functions,
      bucket: props.bucket,
      gateTimeout: props.gateTimeout,
    };
    this.stateMachine = new StateMachine(this, 'Resource', {
      definitionBody: DefinitionBody.fromChainable(definition(parts, props.workers)),
      stateMachineType: StateMachineType.STANDARD,
      timeout: Duration.days(executionDays),
      tracingEnabled: true,
      comment: 'Seaward: moves an Oracle database to a MySQL-mode tenant of OceanBase.',
      logs: {
        destination: encryptedLog(this, 'Log', props.logs),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    });
    this.stateMachine.addToRolePolicy(
      new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [props.key.keyArn] }),
    );
  }
}

function definition(parts: MachineParts, workers: WorkerTasks): IChainable {
  const { scope } = parts;
  const admit = step(parts, 'Admit', 'admit', {
    payload: {
      request: JsonPath.entirePayload,
      executionArn: JsonPath.stringAt('$$.Execution.Id'),
      executionName: JsonPath.stringAt('$$.Execution.Name'),
    },
    output: 'payload',
  });
  const admitted = (word: string): Condition => Condition.stringEquals('$.outcome', word);
  admit.next(
    new Choice(scope, 'Admitted')
      .when(admitted('admitted'), beforeBranches(parts, workers))
      .when(admitted('duplicate'), new Succeed(scope, 'Duplicate', { comment: 'Another execution runs this project.' }))
      .when(
        admitted('refused'),
        new Fail(scope, 'Refused', {
          comment: 'The project file is not valid, or the project may not start now.',
          errorPath: JsonPath.stringAt('$.fault.code'),
          causePath: JsonPath.stringAt('$.fault.cause'),
        }),
      ),
  );
  return admit;
}

/** Precheck and selection, each with its gate; then the five branches. */
function beforeBranches(parts: MachineParts, workers: WorkerTasks): IChainable {
  const { scope } = parts;
  const superseded = new Succeed(scope, 'Superseded', { comment: 'A newer generation of this project took over.' });
  const failed = failure(parts);
  const precheck = step(parts, 'Precheck', 'precheck');
  const resolve = step(parts, 'ResolveObjects', 'resolve-objects', {});
  const precheckDecision = gate(parts, 'PrecheckDecision', 'PrecheckDecision');
  const selectionDecision = gate(parts, 'SelectionDecision', 'SchemaDecision');
  precheck.addCatch(precheckDecision.entry, { errors: ['States.ALL'], resultPath });
  resolve.addCatch(selectionDecision.entry, { errors: ['States.ALL'], resultPath });
  const ended = { abort: failed, finish: failed, expired: failed, stale: superseded } as const;
  afterStep(parts, precheck, 'PrecheckOutcome', {
    passed: resolve,
    gate: precheckDecision.entry,
    stale: superseded,
  });
  // The step that asked acts on the answer: skipped items pass, unknown objects are left out.
  route(precheckDecision.answered, { retry: precheck, skip: precheck, accept: precheck, ...ended });
  afterStep(parts, resolve, 'ResolveOutcome', {
    done: refuseUnbuilt(parts, branches(parts, workers, failed, superseded)),
    gate: selectionDecision.entry,
    stale: superseded,
  });
  route(selectionDecision.answered, { retry: resolve, skip: resolve, accept: resolve, ...ended });
  return precheck;
}

/** Incremental and reverse have their branches below, but their workers are not built yet: no state pretends work. */
function refuseUnbuilt(parts: MachineParts, built: IChainable): IChainable {
  const keepPlan = new Pass(parts.scope, 'KeepPlan', { inputPath: '$.result.plan', resultPath: '$.plan' });
  return keepPlan.next(
    new Choice(parts.scope, 'OnlyBuiltStages')
      .when(
        Condition.or(
          Condition.booleanEquals('$.plan.incremental', true),
          Condition.booleanEquals('$.plan.reverse', true),
        ),
        new Fail(parts.scope, 'IncrementalNotBuilt', {
          error: 'NOT_BUILT',
          cause: 'Types incremental and reverse are not built yet: leave them out of the project file.',
        }),
      )
      .otherwise(built),
  );
}

/** Main and the four workers side by side; what Main said last decides how the project ends. */
function branches(parts: MachineParts, workers: WorkerTasks, failed: IChainable, superseded: IChainable): IChainable {
  const { scope } = parts;
  const parallel = new Parallel(scope, 'Migrate', {
    resultSelector: { outcome: JsonPath.stringAt('$[0].result.outcome') },
    resultPath,
  });
  parallel.branch(mainBranch(parts, workers));
  for (const names of workerBranches) parallel.branch(workerBranch(parts, workers, names));
  const finish = step(parts, 'FinishProject', 'finish-project');
  finish.next(new Succeed(scope, 'ProjectCompleted'));
  const outcome = new Choice(scope, 'MainOutcome');
  parallel.next(
    outcome.when(outcomeIs('abort', 'expired'), failed).when(outcomeIs('stale'), superseded).otherwise(finish),
  );
  return parallel;
}

/** The end of a project that was aborted, or whose question nobody answered; the store keeps all, a start goes on. */
function failure(parts: MachineParts): IChainable {
  const fail = step(parts, 'EndProject', 'fail-branch', { input: { ending: JsonPath.stringAt('$.result.outcome') } });
  fail.next(new Succeed(parts.scope, 'ProjectEnded'));
  return fail;
}
