/** One row per expected failure: whose side, whether a retry may help, what to do. Codes are a contract: never renamed. */
export interface FaultEntry {
  readonly side: 'source' | 'target' | 'aws' | 'operator';
  readonly retryable: boolean;
  readonly remedy: string;
}

const source = (retryable: boolean, remedy: string): FaultEntry => ({ side: 'source', retryable, remedy });
const target = (retryable: boolean, remedy: string): FaultEntry => ({ side: 'target', retryable, remedy });
const operator = (retryable: boolean, remedy: string): FaultEntry => ({ side: 'operator', retryable, remedy });
const aws = (retryable: boolean, remedy: string): FaultEntry => ({ side: 'aws', retryable, remedy });

export const faultCatalogue = {
  // Operator
  INVALID_PROJECT: operator(
    false,
    'Correct the project file; `seaward validate FILE` lists every problem with its path.',
  ),
  NOT_BUILT: operator(false, 'Leave this out: it is not built yet (see Limits in the README).'),
  SECRET_UNREADABLE: operator(
    false,
    'Check the secret the project file names: its address, its content {user, password}, and who may read it.',
  ),
  STATE_LOCKED: operator(
    false,
    'Another process works on this state directory. Wait for it, or stop it, and run again.',
  ),
  UPGRADE_REQUIRED: operator(
    false,
    'This project was written by another version of Seaward. Use that version, or `seaward upgrade`.',
  ),
  STALE_GENERATION: operator(false, 'A newer execution of this project is running; this one stops by itself.'),
  GATE_CLOSED: operator(false, 'Look at `seaward gates`: the gate was answered already or asks another question now.'),
  UNKNOWN_OBJECT: operator(false, 'Correct the object list; `seaward objects FILE` shows what exists.'),
  INTERRUPTED: operator(true, 'Run the same command again: it goes on from where it stopped.'),
  EMBEDDED_SERVER: operator(
    false,
    'Install MariaDB (mariadbd on PATH) or start docker; the cause names the exact command.',
  ),
  // Source
  SOURCE_UNREACHABLE: source(true, 'Check host, port and service name, the listener, and the network between.'),
  SOURCE_LOGIN: source(
    false,
    'Correct user or password in the secret, unlock the account if it was locked, then retry.',
  ),
  SOURCE_PRIVILEGE: source(false, 'Grant what `seaward grants FILE` prints, then retry.'),
  SOURCE_VERSION: source(false, 'Use an Oracle Database from 12.1 to 23ai (thin driver).'),
  SOURCE_OBJECT_MISSING: source(
    false,
    'The object is not there (any more) or not visible to the user: correct the selection or grant SELECT.',
  ),
  SNAPSHOT_TOO_OLD: source(
    true,
    'Raise UNDO_RETENTION and the undo tablespace, or load at a quieter time, then retry.',
  ),
  TABLE_CHANGED: source(true, 'The table was altered during the load: finish the DDL, then reload the table.'),
  DATA_OBJECT_VANISHED: source(
    false,
    'A partition was dropped, moved, split or merged during the load: reload the table.',
  ),
  SOURCE_BUSY: source(
    true,
    'The database refused more sessions or resources: lower the connections of the project, then retry.',
  ),
  SOURCE_ERROR: source(false, 'Read the database’s message; correct the cause, then retry.'),
  VALUE_UNREADABLE: source(
    false,
    'A value is not what its column declares: inspect the row, correct it, then retry the table.',
  ),
  VALUE_REFUSED: source(
    false,
    'A value cannot be held by the target type: change the mapping or the value, then retry the table.',
  ),
  LOB_TOO_LARGE: source(
    false,
    'A large object is over the limit of the target or of this version: exclude its column, or shorten it.',
  ),
  TYPE_REFUSED: source(false, 'Exclude the column or the table, or convert the column on the source.'),
  NAME_REFUSED: operator(false, 'Give the object another name on the target with `rename`.'),
  IN_DOUBT: source(
    true,
    'A distributed transaction is in doubt: let its coordinator finish it, or resolve it, then retry.',
  ),
  // Target
  TARGET_UNREACHABLE: target(true, 'Check host, port, tenant and cluster, and the network between.'),
  TARGET_LOGIN: target(false, 'Correct user (user@tenant#cluster) or password in the secret, then retry.'),
  TARGET_PRIVILEGE: target(false, 'Grant the target user the privilege the message names, then retry.'),
  TARGET_DATABASE_MISSING: target(
    false,
    'CREATE DATABASE `name` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin; then retry.',
  ),
  TARGET_OBJECT_EXISTS: target(false, 'Drop or rename the object on the target, or skip it, then retry.'),
  TARGET_OBJECT_MISSING: target(
    false,
    'Create the object on the target (schema migration, or by hand), or take it out with `seaward remove`, then retry.',
  ),
  TARGET_NOT_EMPTY: target(false, 'Empty the table on the target, or set full.nonEmptyTarget to keep or overwrite.'),
  TARGET_LIMIT: target(
    false,
    'The definition is over a limit of this server: change it with edit-ddl, exclude columns, or skip the object.',
  ),
  TARGET_DDL: target(false, 'Read the database’s message; edit the DDL and retry, or skip or remove the object.'),
  TARGET_BUSY: target(
    true,
    'The server refused resources for now: it is retried; lower the concurrency if it goes on.',
  ),
  TARGET_FULL: target(false, 'Give the target disk or memory, then retry.'),
  TARGET_ERROR: target(false, 'Read the database’s message; correct the cause, then retry.'),
  KEY_COLLISION: target(
    false,
    'Two source rows have keys that the target holds equal: correct the data, or give the key columns a binary collation.',
  ),
  OUTCOME_UNKNOWN: target(
    true,
    'The connection was lost at a commit: the stored position is read back and the work goes on.',
  ),
  FENCED: target(false, 'A newer attempt took over this work; this one stops by itself.'),
  FENCE_FAILED: target(
    true,
    'Sessions of an earlier attempt could not be ended: give the target user the right to see and kill its own sessions.',
  ),
  NULL_REFUSED: target(
    false,
    'A NOT NULL column would receive NULL (Oracle’s empty string is NULL): make the column nullable on the target.',
  ),
  REPAIR_FAILED: target(false, 'Verify again; if the difference stays, compare the rows by hand.'),
  // State
  STORE_UNREACHABLE: aws(true, 'The state store does not answer: check the table, its endpoint and the role.'),
  OBJECT_CORRUPT: aws(
    false,
    'A stored object does not match its digest: do not go on; restore it from a version, or start the stage again.',
  ),
  CHUNK_STUCK: operator(
    false,
    'A chunk did not finish in fifty turns: look for a blocking session or a very slow disk, then retry.',
  ),
} as const satisfies Record<string, FaultEntry>;

export type FaultCode = keyof typeof faultCatalogue;
