import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import type { TaskCallback } from '../ports/task-callback.ts';
import { awsClientSettings } from './aws-client-settings.ts';
import { awsErrorName, awsFault } from './aws-faults.ts';

/** Answers to task tokens. What Step Functions says of a token whose task is over is `dead`, not an error. */
export function openTaskCallback(endpoint?: string): TaskCallback {
  const client = new SFNClient({ ...awsClientSettings, ...(endpoint === undefined ? {} : { endpoint }) });
  const sent = async (send: () => Promise<unknown>): Promise<'delivered' | 'dead'> => {
    try {
      await send();
      return 'delivered';
    } catch (error) {
      if (deadToken.has(awsErrorName(error))) return 'dead';
      throw awsFault('Step Functions', error);
    }
  };
  return {
    succeed: async (taskToken, output) =>
      sent(() => client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }))),
    fail: async (taskToken, error, cause) =>
      sent(() =>
        client.send(
          new SendTaskFailureCommand({ taskToken, error: error.slice(0, 256), cause: cause.slice(0, 32_768) }),
        ),
      ),
    heartbeat: async (taskToken) => sent(() => client.send(new SendTaskHeartbeatCommand({ taskToken }))),
  };
}

const deadToken: ReadonlySet<string> = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);
