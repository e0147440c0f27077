import { ECSClient, StopTaskCommand } from '@aws-sdk/client-ecs';
import type { WorkerStopper } from '../ports/worker-stopper.ts';
import { awsClientSettings } from './aws-client-settings.ts';
import { awsErrorName, awsFault } from './aws-faults.ts';

/** Stops Fargate tasks by ARN. A task that is gone is stopped. */
export function openWorkerStopper(endpoint?: string): WorkerStopper {
  const client = new ECSClient({ ...awsClientSettings, ...(endpoint === undefined ? {} : { endpoint }) });
  return {
    stop: async (taskArn, reason) => {
      try {
        await client.send(
          new StopTaskCommand({ cluster: clusterOf(taskArn), task: taskArn, reason: reason.slice(0, 255) }),
        );
      } catch (error) {
        if (awsErrorName(error) !== 'InvalidParameterException') throw awsFault('ECS', error);
      }
    },
  };
}

/** `arn:aws:ecs:region:account:task/cluster/id` -> `cluster` */
function clusterOf(taskArn: string): string | undefined {
  return /:task\/(?<cluster>[^/]+)\/[^/]+$/u.exec(taskArn)?.groups?.['cluster'];
}
