import { DynamoProjectStore } from '../aws/dynamo-project-store.ts';
import { stepFunctionsAt } from '../aws/step-functions-at.ts';
import type { ExecutionStarter } from '../ports/execution-starter.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { ProjectStore } from '../ports/project-store.ts';
import type { TaskCallback } from '../ports/task-callback.ts';
import { objectStoreAt } from './object-store-at.ts';
import type { LocalEndpoints } from './state-directory.ts';

/** What a command needs to look at or operate the projects of a local deployment, from its own process or another. */
export interface LocalDoors {
  readonly store: ProjectStore;
  readonly objects: ObjectStore;
  readonly tasks: TaskCallback;
  readonly executions: ExecutionStarter;
  readonly local: true;
}

export function openLocalDoors(endpoints: LocalEndpoints): LocalDoors {
  return {
    store: new DynamoProjectStore(endpoints.table, { endpoint: endpoints.dynamodb }),
    objects: objectStoreAt(endpoints.objects),
    ...stepFunctionsAt(endpoints.stepFunctions, endpoints.stateMachineArn),
    local: true,
  };
}
