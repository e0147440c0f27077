import { DynamoProjectStore } from '../aws/dynamo-project-store.ts';
import { objectStoreAt } from '../local/object-store-at.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { ProjectStore } from '../ports/project-store.ts';
import type { SecretSource } from '../ports/secret-source.ts';
import type { Environment } from './environment.ts';
import { openSecrets } from './secrets.ts';

/** Where every step finds its project: items, objects, and what its databases are entered with. */
export interface StateDoors {
  readonly store: ProjectStore;
  readonly objects: ObjectStore;
  readonly secrets: SecretSource;
}

export function openStateDoors(environment: Environment): StateDoors {
  return {
    store: new DynamoProjectStore(environment.table),
    objects: objectStoreAt(environment.objects),
    secrets: openSecrets(environment),
  };
}
