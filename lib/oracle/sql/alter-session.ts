/**
 * The session's rules: binary comparison, a point as decimal separator, UTC, the Gregorian calendar. Formats are set too,
 * although every conversion names its own, so that an implicit one is at least deterministic.
 */
export const alterSession = [
  'ALTER SESSION SET',
  "NLS_LANGUAGE = 'AMERICAN'",
  "NLS_TERRITORY = 'AMERICA'",
  "NLS_CALENDAR = 'GREGORIAN'",
  "NLS_DATE_LANGUAGE = 'AMERICAN'",
  "NLS_NUMERIC_CHARACTERS = '.,'",
  "NLS_DATE_FORMAT = 'SYYYY-MM-DD HH24:MI:SS'",
  "NLS_TIMESTAMP_FORMAT = 'SYYYY-MM-DD HH24:MI:SS.FF9'",
  "NLS_TIMESTAMP_TZ_FORMAT = 'SYYYY-MM-DD HH24:MI:SS.FF9 TZH:TZM'",
  "NLS_SORT = 'BINARY'",
  "NLS_COMP = 'BINARY'",
  "TIME_ZONE = '+00:00'",
].join(' ');
