import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { assert } from '../model/fault.ts';
import type { ExecutionStarter } from '../ports/execution-starter.ts';
import { awsClientSettings } from './aws-client-settings.ts';
import { awsErrorName, awsFault } from './aws-faults.ts';

/**
 * Executions of one state machine. `stateMachineArn` is null for functions the machine itself invokes: they may look at
 * executions but start none.
 */
export class StepFunctionsExecutions implements ExecutionStarter {
  readonly #client: SFNClient;
  readonly #stateMachineArn: string | null;

  constructor(stateMachineArn: string | null, client: SFNClient = new SFNClient(awsClientSettings)) {
    this.#stateMachineArn = stateMachineArn;
    this.#client = client;
  }

  async start(name: string, input: object): Promise<string> {
    assert(this.#stateMachineArn !== null, 'this function may not start executions');
    const stateMachineArn = this.#stateMachineArn;
    try {
      const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
      const { executionArn } = await this.#client.send(command);
      assert(executionArn !== undefined, 'StartExecution returns an ARN');
      return executionArn;
    } catch (error) {
      // Somebody started the same generation with another input: it runs, which is all that was wanted.
      if (awsErrorName(error) === 'ExecutionAlreadyExists') return executionArnOf(stateMachineArn, name);
      throw awsFault('StepFunctions', error);
    }
  }

  async status(executionArn: string): Promise<'running' | 'ended' | 'unknown'> {
    try {
      const { status } = await this.#client.send(new DescribeExecutionCommand({ executionArn }));
      return status === 'RUNNING' || status === 'PENDING_REDRIVE' ? 'running' : 'ended';
    } catch (error) {
      // AWS forgets executions 90 days after their end.
      if (awsErrorName(error) === 'ExecutionDoesNotExist') return 'unknown';
      throw awsFault('StepFunctions', error);
    }
  }
}

/** arn:aws:states:REGION:ACCOUNT:stateMachine:NAME → arn:aws:states:REGION:ACCOUNT:execution:NAME:EXECUTION */
function executionArnOf(stateMachineArn: string, name: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}
