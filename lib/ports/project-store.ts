import type { ItemKind, ItemList, ListedItem, Stored } from '../model/stored-item.ts';

/** Items of projects: single-item compare-and-set, decoded at the door. Faults: STORE_UNREACHABLE, UPGRADE_REQUIRED. */
export interface ProjectStore {
  get<Key, Body>(kind: ItemKind<Key, Body>, projectId: string, key: Key): Promise<Stored<Body> | undefined>;
  /**
   * Writes when the stored version is `expected` (0: when there is none). Returns the new version, or undefined when
   * somebody else wrote first: read again and decide.
   */
  put<Key, Body>(
    kind: ItemKind<Key, Body>,
    projectId: string,
    key: Key,
    body: Body,
    expected: number,
  ): Promise<number | undefined>;
  /** All items of a kind that share the partition of `key` and whose sort key starts with `prefix`, in sort order. */
  list<Key, Body>(kind: ItemKind<Key, Body>, projectId: string, key: Key, prefix: string): AsyncIterable<Stored<Body>>;
  /** Ids of all projects. */
  listProjects(): AsyncIterable<string>;
  /** Addresses of the items on a list, in no particular order. May lag behind: read the item before acting on it. */
  listItems(list: ItemList): AsyncIterable<ListedItem>;
}
