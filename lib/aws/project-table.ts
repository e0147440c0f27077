import { stateTable } from '../model/state-table.ts';

/**
 * Attributes of an item. `pk`/`sk` address it; `version` counts its writes; `body` is its JSON text; `list` and `listKey`
 * exist only on items that are on a list (sparse index), which keeps the index small.
 */
export const projectTable = {
  partitionKey: stateTable.partitionKey,
  sortKey: stateTable.sortKey,
  version: 'version',
  body: 'body',
  kind: 'kind',
  format: 'stateFormat',
  projectId: 'projectId',
  /** Names the call that wrote this version, so that a write whose answer was lost is known as our own. */
  writer: 'writer',
  indexName: stateTable.index,
  listName: stateTable.indexPartitionKey,
  listKey: stateTable.indexSortKey,
} as const;
