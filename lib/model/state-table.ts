/** Shape of the one DynamoDB table, as the state stack makes it and the project store uses it. All are strings. */
export const stateTable = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Sparse: only projects, open gates and undelivered answers carry its attributes. */
  index: 'list',
  indexPartitionKey: 'list',
  indexSortKey: 'listKey',
  /** Besides the keys. */
  indexAttributes: ['projectId'],
} as const;
