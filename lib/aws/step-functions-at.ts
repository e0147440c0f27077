import { SFNClient } from '@aws-sdk/client-sfn';
import type { ExecutionStarter } from '../ports/execution-starter.ts';
import type { TaskCallback } from '../ports/task-callback.ts';
import { localClientSettings } from './aws-client-settings.ts';
import { StepFunctionsCallback } from './step-functions-callback.ts';
import { StepFunctionsExecutions } from './step-functions-executions.ts';

/** The doors to an embedded Step Functions of this machine. */
export function stepFunctionsAt(
  endpoint: string,
  stateMachineArn: string,
): { readonly tasks: TaskCallback; readonly executions: ExecutionStarter } {
  const client = new SFNClient(localClientSettings(endpoint));
  return {
    tasks: new StepFunctionsCallback(client),
    executions: new StepFunctionsExecutions(stateMachineArn, client),
  };
}
