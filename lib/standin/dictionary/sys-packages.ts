/**
 * Packages of SYS that exist by name: they are listed and can be granted. What they do when called is the executor's.
 * Most have EXECUTE by PUBLIC; those of {@link RESTRICTED_PACKAGES} need EXECUTE_CATALOG_ROLE or a grant, else PLS-00201.
 */
export const PUBLIC_PACKAGES = [
  'DBMS_APPLICATION_INFO',
  'DBMS_FLASHBACK',
  'DBMS_LOB',
  'DBMS_METADATA',
  'DBMS_OUTPUT',
  'DBMS_RANDOM',
  'DBMS_ROWID',
  'DBMS_SESSION',
  'DBMS_SQL',
  'DBMS_STATS',
  'DBMS_TRANSACTION',
  'DBMS_UTILITY',
  'STANDARD',
  'UTL_ENCODE',
  'UTL_I18N',
  'UTL_RAW',
] as const;

export const RESTRICTED_PACKAGES = ['DBMS_LOCK', 'DBMS_LOGMNR', 'DBMS_LOGMNR_D', 'DBMS_SYSTEM', 'UTL_FILE'] as const;

export const SYS_PACKAGES: readonly string[] = [...PUBLIC_PACKAGES, ...RESTRICTED_PACKAGES];
