import { defineFamily } from './family.ts';
import type { Family } from './family.ts';
import { defineFixedView } from './fixed-view.ts';
import type { FixedView } from './fixed-view.ts';
import type { Persona } from './persona.ts';
import { defineView } from './view.ts';
import type { DictionaryView, ViewDefinition } from './view.ts';
import { COL_COMMENTS, TAB_COMMENTS } from './views/comments.ts';
import { CONS_COLUMNS, CONSTRAINTS } from './views/constraints.ts';
import { DATABASE_FACT_VIEWS } from './views/database-facts.ts';
import { DEPENDENCIES } from './views/dependencies.ts';
import { GRANT_VIEWS } from './views/grants.ts';
import { IND_COLUMNS, IND_EXPRESSIONS, INDEXES } from './views/indexes.ts';
import { LOGICAL_STANDBY_VIEWS } from './views/logical-standby.ts';
import { OBJECTS } from './views/objects.ts';
import { IND_PARTITIONS, IND_SUBPARTITIONS, PART_INDEXES } from './views/partitioned-indexes.ts';
import {
  PART_KEY_COLUMNS,
  PART_TABLES,
  SUBPART_KEY_COLUMNS,
  TAB_PARTITIONS,
  TAB_SUBPARTITIONS,
} from './views/partitions.ts';
import {
  CLUSTERS,
  DIRECTORIES,
  ENCRYPTED_COLUMNS,
  EXTERNAL_TABLES,
  MVIEW_LOGS,
  MVIEWS,
  NESTED_TABLES,
  QUEUE_TABLES,
  TAB_HISTOGRAMS,
  TAB_MODIFICATIONS,
  TYPES,
} from './views/rarities.ts';
import { CATALOG, DB_LINKS, SEQUENCES, SYNONYMS, VIEWS } from './views/schema-objects.ts';
import { IND_STATISTICS, TAB_STATISTICS } from './views/statistics.ts';
import { EXTENTS, SEGMENTS } from './views/storage.ts';
import { ERRORS, PROCEDURES, SOURCE, TRIGGERS } from './views/stored-code.ts';
import { TAB_COL_STATISTICS, TAB_COLS, TAB_COLUMNS } from './views/table-columns.ts';
import { LOBS, LOG_GROUP_COLUMNS, LOG_GROUPS, TAB_IDENTITY_COLS } from './views/table-features.ts';
import { TABLES } from './views/tables.ts';
import { TABLESPACE_VIEWS } from './views/tablespaces.ts';
import { USER_VIEWS } from './views/users.ts';
import {
  ARCHIVE_DEST,
  ARCHIVE_DEST_STATUS,
  RECOVERY_AREA_USAGE,
  RECOVERY_FILE_DEST,
} from './views/v-archive-destinations.ts';
import { CONTAINERS, PDBS } from './views/v-containers.ts';
import { DATABASE, DATABASE_INCARNATION, INSTANCE } from './views/v-database.ts';
import {
  ACTIVE_INSTANCES,
  ENCRYPTION_WALLET,
  OPTION,
  PWFILE_USERS,
  RESERVED_WORDS,
  SERVICES,
  TIMEZONE_NAMES,
  VERSION,
} from './views/v-lists.ts';
import { NLS_PARAMETERS, PARAMETER, SPPARAMETER, SYSTEM_PARAMETER } from './views/v-parameters.ts';
import {
  ARCHIVE_GAP,
  ARCHIVED_LOG,
  LOG,
  LOG_HISTORY,
  LOGFILE,
  LOGMNR_CONTENTS,
  LOGMNR_LOGS,
  LOGMNR_PARAMETERS,
  STANDBY_LOG,
  THREAD,
} from './views/v-redo.ts';
import { LOCK, LOCKED_OBJECT, PROCESS, SESSION, TRANSACTION } from './views/v-session.ts';
import { MYSTAT, SESSTAT, STATNAME, SYSSTAT } from './views/v-statistics.ts';
import { CONTROLFILE, DATAFILE, TABLESPACE, TEMPFILE, UNDOSTAT } from './views/v-storage.ts';

const FAMILIES: readonly Family[] = [
  TABLES,
  TAB_COLUMNS,
  TAB_COLS,
  TAB_COL_STATISTICS,
  CONSTRAINTS,
  CONS_COLUMNS,
  INDEXES,
  IND_COLUMNS,
  IND_EXPRESSIONS,
  PART_TABLES,
  TAB_PARTITIONS,
  TAB_SUBPARTITIONS,
  PART_KEY_COLUMNS,
  SUBPART_KEY_COLUMNS,
  PART_INDEXES,
  IND_PARTITIONS,
  IND_SUBPARTITIONS,
  TAB_COMMENTS,
  COL_COMMENTS,
  OBJECTS,
  VIEWS,
  SEQUENCES,
  SYNONYMS,
  DB_LINKS,
  CATALOG,
  SOURCE,
  TRIGGERS,
  PROCEDURES,
  ERRORS,
  DEPENDENCIES,
  LOBS,
  LOG_GROUPS,
  LOG_GROUP_COLUMNS,
  TAB_IDENTITY_COLS,
  TAB_STATISTICS,
  IND_STATISTICS,
  TAB_HISTOGRAMS,
  TAB_MODIFICATIONS,
  DIRECTORIES,
  TYPES,
  MVIEWS,
  MVIEW_LOGS,
  EXTERNAL_TABLES,
  CLUSTERS,
  QUEUE_TABLES,
  NESTED_TABLES,
  ENCRYPTED_COLUMNS,
  EXTENTS,
  SEGMENTS,
];

const SINGLE_VIEWS: readonly ViewDefinition[] = [
  ...DATABASE_FACT_VIEWS,
  ...LOGICAL_STANDBY_VIEWS,
  ...USER_VIEWS,
  ...GRANT_VIEWS,
  ...TABLESPACE_VIEWS,
];

const FIXED_VIEWS: readonly FixedView[] = [
  DATABASE,
  DATABASE_INCARNATION,
  INSTANCE,
  ACTIVE_INSTANCES,
  VERSION,
  OPTION,
  PARAMETER,
  SYSTEM_PARAMETER,
  SPPARAMETER,
  NLS_PARAMETERS,
  SESSION,
  PROCESS,
  TRANSACTION,
  LOCK,
  LOCKED_OBJECT,
  LOG,
  LOGFILE,
  STANDBY_LOG,
  ARCHIVED_LOG,
  LOG_HISTORY,
  THREAD,
  ARCHIVE_GAP,
  ARCHIVE_DEST,
  ARCHIVE_DEST_STATUS,
  RECOVERY_FILE_DEST,
  RECOVERY_AREA_USAGE,
  LOGMNR_CONTENTS,
  LOGMNR_LOGS,
  LOGMNR_PARAMETERS,
  CONTAINERS,
  PDBS,
  DATAFILE,
  TEMPFILE,
  TABLESPACE,
  CONTROLFILE,
  UNDOSTAT,
  MYSTAT,
  STATNAME,
  SYSSTAT,
  SESSTAT,
  TIMEZONE_NAMES,
  RESERVED_WORDS,
  PWFILE_USERS,
  SERVICES,
  ENCRYPTION_WALLET,
];

/**
 * Every view the persona has. A name that is not here raises ORA-00942.
 *
 * Columns are those of "Oracle Database Reference" 19c; what other releases add or lack is marked where DESCRIBE of such a release
 * or a footnote of the manual says so, so the views of 12.2, 21c and 23ai may be short of columns nobody has needed yet. Not listed
 * because the stand-in does not have them: segments of indexes, LOBs and undo, LOB and index partition objects, constraints of
 * views, PDB$SEED, and the base tables of SYS except SMON_SCN_TIME.
 */
export function defineViews(persona: Persona): DictionaryView[] {
  const { release } = persona;
  return [
    ...SINGLE_VIEWS.map((view) => defineView(view, release)),
    ...FAMILIES.flatMap((family) => defineFamily(family, release)),
    ...FIXED_VIEWS.flatMap((view) => defineFixedView(view, release)),
  ];
}
