import { assert } from '../model/fault.ts';
import type { ItemKind } from '../model/stored-item.ts';
import type { ProjectStore } from '../ports/project-store.ts';

const attemptsMax = 100;

/**
 * Reads an item, changes it and writes it back by compare-and-set until nobody was in between. `change` gets undefined
 * when there is none; it returns the same object to leave it alone. It may run several times: no side effects.
 */
export async function changeItem<Key, Body>(
  store: ProjectStore,
  kind: ItemKind<Key, Body>,
  projectId: string,
  key: Key,
  change: (current: Body | undefined) => Body,
): Promise<Body> {
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const stored = await store.get(kind, projectId, key);
    const next = change(stored?.body);
    if (stored !== undefined && next === stored.body) return next;
    const version = await store.put(kind, projectId, key, next, stored?.version ?? 0);
    if (version !== undefined) return next;
  }
  assert(false, `item ${kind.kind} of ${projectId} lost ${attemptsMax} compare-and-sets in a row`);
}
