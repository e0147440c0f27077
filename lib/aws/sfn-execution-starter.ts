import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { assert } from '../model/fault.ts';
import type { ExecutionStarter } from '../ports/execution-starter.ts';
import { awsClientSettings } from './aws-client-settings.ts';
import { awsErrorName, awsFault } from './aws-faults.ts';

/** Executions of one state machine. Without its ARN (functions the machine itself calls) nothing can be started. */
export function openExecutionStarter(stateMachineArn: string | null, endpoint?: string): ExecutionStarter {
  const client = new SFNClient({ ...awsClientSettings, ...(endpoint === undefined ? {} : { endpoint }) });
  return {
    start: async (name, input) => {
      assert(stateMachineArn !== null, 'this function may not start executions');
      try {
        const { executionArn } = await client.send(
          new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }),
        );
        assert(executionArn !== undefined, 'Step Functions names every execution');
        return executionArn;
      } catch (error) {
        throw awsFault('Step Functions', error);
      }
    },
    status: async (executionArn) => {
      try {
        const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
        return status === 'RUNNING' || status === 'PENDING_REDRIVE' ? 'running' : 'ended';
      } catch (error) {
        if (awsErrorName(error) === 'ExecutionDoesNotExist') return 'unknown';
        throw awsFault('Step Functions', error);
      }
    },
  };
}
