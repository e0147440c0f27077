/** Every upper bound in the system, unit in the name. Reaching one is a fault, a wait or a spill, never growth. */
export const limits = {
  projectNameCharactersMax: 64,
  projectIdCharactersMax: 60,
  tagsMax: 5,
  tagCharactersMax: 20,
  objectsWarningCount: 10_000,
  storedItemBytesMax: 8_192,
  statePayloadBytesMax: 262_144,
  manifestLineBytesMax: 4_096,
  /** A range should be read and written within this time. */
  rangeSecondsAim: 60,
  chunkSecondsAim: 180,
  /** A chunk function stores its position and returns `more` when less than this is left. */
  chunkTimeLeftMsMin: 60_000,
  chunkTurnsMax: 50,
  /** Losses of a worker in a row, without any progress in between, before a person is asked. */
  workerLossesMax: 10,
  /** Rows fetched from the source at once: measured best between 500 and 1,000 on loopback. */
  fetchRowsMax: 1_000,
  rowBatchBytesMax: 4 * 1024 * 1024,
  /** Strict multi-row INSERT: rows and bytes of one statement. */
  insertRowsMax: 500,
  insertBytesMax: 4 * 1024 * 1024,
  largeObjectBytesMax: 32 * 1024 * 1024,
  sessionIdleSecondsMax: 60,
  connectTimeoutMs: 15_000,
  killWaitMsMax: 15_000,
  statementRetriesMax: 5,
  gateAnswerCharactersMax: 2_000,
  discrepanciesStoredMax: 10_000,
  verifyRangeRows: 20_000,
  verifyRowsInMemoryMax: 100_000,
  /** UTF-16 units of rows held while a range is compared: 16 million are 16 to 32 MB. */
  verifyCharactersInMemoryMax: 16_000_000,
  snapshotRereadsMax: 2,
  shutdownMsMax: 20_000,
  awsAttemptsMax: 6,
  awsConnectMsMax: 5_000,
  awsRequestMsMax: 20_000,
} as const;
