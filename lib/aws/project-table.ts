/**
 * The one table of a deployment. `pk`/`sk` address an item; `version` counts its writes; `body` is its JSON text; `list`
 * and `listKey` exist only on items that are on a list (sparse index `list`), which keeps the index small.
 */
export const projectTable = {
  partitionKey: 'pk',
  sortKey: 'sk',
  version: 'version',
  body: 'body',
  kind: 'kind',
  format: 'stateFormat',
  projectId: 'projectId',
  /** Names the call that wrote this version, so that a write whose answer was lost is known as our own. */
  writer: 'writer',
  indexName: 'list',
  listName: 'list',
  listKey: 'listKey',
} as const;
