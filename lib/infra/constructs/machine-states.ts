import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import {
  Choice,
  Condition,
  DistributedMap,
  type IChainable,
  type INextable,
  IntegrationPattern,
  JitterType,
  JsonPath,
  OutputType,
  ResultWriterV2,
  S3JsonLItemReader,
  StateMachineType,
  TaskInput,
  Timeout,
  Transformation,
  WriterConfig,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { FunctionName } from '../../model/function-name.ts';
import type { GateAnswer, GateName } from '../../model/gate.ts';
import type { Outcome } from '../../model/outcome.ts';
import { functionCatalogue } from '../function-catalogue.ts';

/**
 * The vocabulary the branches of the state machine are written in. JSONPath throughout, no variables: interpreters on
 * one machine ignore both JSONata and Assign. The payload of every state is
 *
 *     {"projectId": "...", "generation": 1, "plan": {...flags}, "result": {"outcome": "...", "manifest": {...}}}
 *
 * where `result` is overwritten by each step, each answer and each caught error, so that nothing grows and nothing stale
 * is left behind.
 */
export interface MachineParts {
  /** All states share one scope, so that a state name used twice is an error at synth. */
  readonly scope: Construct;
  readonly functions: Readonly<Record<FunctionName, IFunction>>;
  readonly bucket: IBucket;
  readonly gateTimeout: Duration;
}

/** Where a step's result, a gate's answer or a caught error lands. */
export const resultPath = '$.result';

/** A state that has exactly one way on, and may be caught. */
export type Step = LambdaInvoke;

const identity = {
  projectId: JsonPath.stringAt('$.projectId'),
  generation: JsonPath.numberAt('$.generation'),
} as const;

/** Failures of the Lambda service itself, which say nothing about the step: the only thing ever retried here. */
const serviceErrors = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.ClientExecutionTimeoutException',
];

function retryServiceErrors(task: LambdaInvoke): LambdaInvoke {
  task.addRetry({
    errors: serviceErrors,
    interval: Duration.seconds(2),
    backoffRate: 2,
    maxAttempts: 6,
    maxDelay: Duration.seconds(60),
    jitterStrategy: JitterType.FULL,
  });
  return task;
}

/** A task state must outlive its function, or the machine would call a function dead that is still writing. */
function taskTimeout(name: FunctionName): Timeout {
  return Timeout.duration(Duration.seconds(functionCatalogue[name].timeoutSeconds + 60));
}

export interface StepOptions {
  /** Fields beside projectId and generation. */
  readonly input?: Readonly<Record<string, unknown>>;
  /** Replaces the whole payload of the function. */
  readonly payload?: Readonly<Record<string, unknown>>;
  /** `payload` lets the function's answer become the state's whole output. */
  readonly output?: 'result' | 'payload';
  readonly comment?: string;
}

/** A state that calls one function with `{projectId, generation, ...}`. */
export function step(parts: MachineParts, stateName: string, name: FunctionName, options: StepOptions = {}): Step {
  return retryServiceErrors(
    new LambdaInvoke(parts.scope, stateName, {
      lambdaFunction: parts.functions[name],
      payloadResponseOnly: true,
      retryOnServiceExceptions: false,
      payload: TaskInput.fromObject({ ...(options.payload ?? { ...identity, ...options.input }) }),
      taskTimeout: taskTimeout(name),
      ...(options.output === 'payload' ? {} : { resultPath }),
      ...(options.comment === undefined ? {} : { comment: options.comment }),
    }),
  );
}

/** A gate: waits with a task token until it is answered, or until it expires and is closed. */
export interface Gate {
  readonly entry: Step;
  readonly answered: Choice;
}

/**
 * Three states: the wait, its closing after the timeout, and the Choice on the answer. Closing obeys an answer that was
 * given at the last moment; without one the answer is `expired`. A gate catches its timeout only: if the gate itself
 * cannot be opened, the execution fails, and the next generation asks again.
 */
export function gate(parts: MachineParts, stateName: string, gateName: GateName): Gate {
  const answered = new Choice(parts.scope, `${stateName}Answer`);
  const entry = retryServiceErrors(
    new LambdaInvoke(parts.scope, stateName, {
      lambdaFunction: parts.functions['open-gate'],
      integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
      retryOnServiceExceptions: false,
      payload: TaskInput.fromObject({
        ...identity,
        gate: gateName,
        token: JsonPath.taskToken,
        result: JsonPath.objectAt(resultPath),
      }),
      taskTimeout: Timeout.duration(parts.gateTimeout),
      resultPath,
    }),
  );
  const close = step(parts, `${stateName}Expires`, 'open-gate', { input: { gate: gateName, close: true } });
  entry.addCatch(close.next(answered), { errors: ['States.Timeout'], resultPath });
  entry.next(answered);
  return { entry, answered };
}

/** Words a Choice may meet: a step's outcome or a gate's answer. */
export type Word = Outcome | GateAnswer | 'expired';

/** True when the last result, answer or closing said one of these words. */
export function outcomeIs(...words: readonly string[]): Condition {
  const conditions = words.map((word) => Condition.stringEquals('$.result.outcome', word));
  const [only] = conditions;
  return conditions.length === 1 && only !== undefined ? only : Condition.or(...conditions);
}

/** Sends each word on its way. There is no default: an unknown word fails the execution with States.NoChoiceMatched. */
export function route(choice: Choice, ways: Partial<Readonly<Record<Word, IChainable>>>): Choice {
  const targets = new Map<IChainable, string[]>();
  for (const [word, target] of Object.entries(ways)) targets.set(target, [...(targets.get(target) ?? []), word]);
  for (const [target, words] of targets) {
    choice.when(outcomeIs(...words), target);
  }
  return choice;
}

/** After a step: the Choice on its outcome. */
export function afterStep(
  parts: MachineParts,
  from: INextable,
  stateName: string,
  ways: Partial<Readonly<Record<Word, IChainable>>>,
): void {
  from.next(route(new Choice(parts.scope, stateName), ways));
}

/** A Choice at the head of a stage: passes it by when the plan leaves it out. */
export function whenPlanned(
  parts: MachineParts,
  stateName: string,
  flag: 'schema' | 'full' | 'incremental' | 'verification' | 'reverse',
  wanted: IChainable,
  leftOut: IChainable,
): Choice {
  return new Choice(parts.scope, stateName)
    .when(Condition.booleanEquals(`$.plan.${flag}`, true), wanted)
    .otherwise(leftOut);
}

export interface MapOptions {
  readonly followedBy: 'plan' | 'finish';
  /** Fields of every child's input beside the project's identity and its item. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/**
 * A Distributed Map over the JSONL manifest the planning step named. Its children report to the project store, not to the
 * machine: results go to the bucket in their shortest form and are dropped from the payload.
 *
 * A child fails only by what nobody expected, since expected faults are recorded and are a word. Where a finishing step
 * reads from the store what is left (`finish`), failed children are tolerated. Where the planning step follows at once
 * (`plan`), the first one fails the Map and leads to the gate: the planner would name the same work again, for ever.
 */
export function mapManifest(
  parts: MachineParts,
  stateName: string,
  processor: IChainable,
  { followedBy, fields = {} }: MapOptions,
): DistributedMap {
  const map = new DistributedMap(parts.scope, stateName, {
    label: stateName,
    mapExecutionType: StateMachineType.STANDARD,
    itemReader: new S3JsonLItemReader({ bucket: parts.bucket, key: JsonPath.stringAt('$.result.manifest.key') }),
    itemSelector: { ...identity, ...fields, item: JsonPath.objectAt('$$.Map.Item.Value') },
    maxConcurrencyPath: '$.result.concurrency',
    toleratedFailurePercentage: followedBy === 'finish' ? 100 : 0,
    resultWriterV2: new ResultWriterV2({
      bucket: parts.bucket,
      prefix: 'map-results',
      writerConfig: new WriterConfig({ transformation: Transformation.COMPACT, outputType: OutputType.JSON }),
    }),
    resultPath: JsonPath.DISCARD,
  });
  map.itemProcessor(processor);
  return map;
}
