/** Numbers of the Oracle Net and TTC formats, from reading the thin driver (UPL / Apache-2.0) and from measuring it. */

export const PACKET = { connect: 1, accept: 2, refuse: 4, data: 6, marker: 12 } as const;

export const DATA_FLAG = { endOfFile: 0x0040, endOfRequest: 0x0800, endOfResponse: 0x2000 } as const;

export const MARKER = { break: 1, reset: 2, interrupt: 3 } as const;

/** First byte of every TTC message. */
export const MESSAGE = {
  protocol: 1,
  dataTypes: 2,
  function: 3,
  error: 4,
  rowHeader: 6,
  rowData: 7,
  parameter: 8,
  status: 9,
  ioVector: 11,
  lobData: 14,
  describe: 16,
  piggyback: 17,
  oneWay: 26,
  endOfResponse: 29,
} as const;

/** Second byte of function, piggyback and one-way messages. */
export const FUNCTION = {
  reexecute: 4,
  fetch: 5,
  logoff: 9,
  commit: 14,
  rollback: 15,
  reexecuteAndFetch: 78,
  execute: 94,
  lobOperation: 96,
  closeCursors: 105,
  authPhaseTwo: 115,
  authPhaseOne: 118,
  cancelCursors: 120,
  endToEnd: 135,
  ping: 147,
  setSchema: 152,
  appContext: 154,
  sessionRelease: 163,
} as const;

export const EXECUTE_OPTION = {
  parse: 0x01,
  define: 0x10,
  execute: 0x20,
  fetch: 0x40,
  commit: 0x100,
  batchErrors: 0x80000,
} as const;

export const EXECUTE_FLAG = { dmlRowCounts: 0x4000 } as const;

export const LOB_OPERATION = {
  getLength: 0x01,
  read: 0x02,
  trim: 0x20,
  write: 0x40,
  createTemporary: 0x110,
  freeTemporary: 0x111,
  getChunkSize: 0x4000,
  open: 0x8000,
  close: 0x10000,
  isOpen: 0x11000,
  array: 0x80000,
} as const;

/** TTC field versions: from each on, messages carry more fields. */
export const FIELD_VERSION = {
  v12r2: 8,
  v12r2Extension1: 9,
  v18Extension1: 11,
  v19: 12,
  v20: 14,
  v23: 17,
  v23Extension1: 18,
  v23Extension3: 20,
  v23r4: 24,
} as const;

export const WIRE_TYPE = {
  varchar: 1,
  number: 2,
  binaryInteger: 3,
  long: 8,
  rowid: 11,
  date: 12,
  raw: 23,
  longRaw: 24,
  char: 96,
  binaryFloat: 100,
  binaryDouble: 101,
  cursor: 102,
  clob: 112,
  blob: 113,
  timestamp: 180,
  timestampTz: 181,
  intervalYm: 182,
  intervalDs: 183,
  urowid: 208,
  timestampLtz: 231,
  boolean: 252,
} as const;

/** Character set form of a column or bind. */
export const FORM = { none: 0, database: 1, national: 2 } as const;

/** Client and server speak these whatever the database's own character set is; a real server converts. */
export const CHARSET = { utf8: 873, utf16: 2000 } as const;

export const MAX_STRING_BYTES = 32_767;
