import { openWorkerStopper } from '../aws/ecs-workers.ts';
import { StepFunctionsCallback } from '../aws/step-functions-callback.ts';
import { StepFunctionsExecutions } from '../aws/step-functions-executions.ts';
import type { ExecutionStarter } from '../ports/execution-starter.ts';
import type { TaskCallback } from '../ports/task-callback.ts';
import type { WorkerStopper } from '../ports/worker-stopper.ts';
import type { Environment } from './environment.ts';

/** Doors to the state machine itself: only functions that look at executions or answer tokens open them. */
export function openExecutions(environment: Pick<Environment, 'stateMachineArn'>): ExecutionStarter {
  return new StepFunctionsExecutions(environment.stateMachineArn);
}

export function openTaskCallback(): TaskCallback {
  return new StepFunctionsCallback();
}

export function openWorkers(): WorkerStopper {
  return openWorkerStopper();
}
