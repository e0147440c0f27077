import { DynamoProjectStore } from '../aws/dynamo-project-store.ts';
import { objectStoreAt } from '../local/object-store-at.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { ProjectStore } from '../ports/project-store.ts';
import type { Environment } from './environment.ts';

/** Where every step finds its project: items and objects. */
export interface StateDoors {
  readonly store: ProjectStore;
  readonly objects: ObjectStore;
}

export function openStateDoors(environment: Environment): StateDoors {
  return { store: new DynamoProjectStore(environment.table), objects: objectStoreAt(environment.objects) };
}
