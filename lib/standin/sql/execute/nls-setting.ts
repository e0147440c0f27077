import { oracleErrorAt } from '../../oracle-error.ts';
import type { SqlSession } from '../session.ts';
import type { ParameterSetting } from '../syntax/ast-session.ts';
import type { NlsSettings } from '../values/nls.ts';
import { parseZone } from '../values/time-zone.ts';

const NLS_FIELDS: ReadonlyMap<string, Exclude<keyof NlsSettings, 'lengthSemantics'>> = new Map([
  ['NLS_DATE_FORMAT', 'dateFormat'],
  ['NLS_TIMESTAMP_FORMAT', 'timestampFormat'],
  ['NLS_TIMESTAMP_TZ_FORMAT', 'timestampTzFormat'],
  ['NLS_NUMERIC_CHARACTERS', 'numericCharacters'],
  ['NLS_DATE_LANGUAGE', 'dateLanguage'],
  ['NLS_TERRITORY', 'territory'],
  ['NLS_CURRENCY', 'currency'],
  ['NLS_ISO_CURRENCY', 'isoCurrency'],
  ['NLS_DUAL_CURRENCY', 'dualCurrency'],
  ['NLS_SORT', 'sort'],
  ['NLS_COMP', 'comp'],
]);

/** Parameters a session may set and that change nothing here. */
const ACCEPTED = new Set([
  'NLS_LANGUAGE', 'NLS_CALENDAR', 'NLS_NCHAR_CONV_EXCP', 'NLS_TIME_FORMAT', 'NLS_TIME_TZ_FORMAT', 'OPTIMIZER_MODE', 'OPTIMIZER_FEATURES_ENABLE',
  'SQL_TRACE', 'EVENTS', 'TRACEFILE_IDENTIFIER', 'CURSOR_SHARING', 'PARALLEL_DEGREE_POLICY', 'SORT_AREA_SIZE', 'HASH_AREA_SIZE',
  'WORKAREA_SIZE_POLICY', 'SKIP_UNUSABLE_INDEXES', 'DDL_LOCK_TIMEOUT', 'STATISTICS_LEVEL', 'DB_FILE_MULTIBLOCK_READ_COUNT', 'COMMIT_WRITE',
  'COMMIT_LOGGING', 'COMMIT_WAIT', 'PLSQL_CODE_TYPE', 'PLSQL_OPTIMIZE_LEVEL', 'PLSQL_WARNINGS', 'PLSCOPE_SETTINGS', 'QUERY_REWRITE_ENABLED',
  'STAR_TRANSFORMATION_ENABLED', 'RECYCLEBIN', 'TIMED_STATISTICS', 'MAX_DUMP_FILE_SIZE', 'GLOBAL_NAMES', 'SQL_TRANSLATION_PROFILE', 'EDITION',
  'ERROR_ON_OVERLAP_TIME', 'RESUMABLE_TIMEOUT', 'LOGMINING', 'DEFAULT_COLLATION', 'ROW ARCHIVAL VISIBILITY', 'RESULT_CACHE_MODE', 'INMEMORY_QUERY',
]); // prettier-ignore

/** One `name = value` of ALTER SESSION SET. ORA-02248 for a name that does not exist. */
export function setParameter(session: SqlSession, setting: ParameterSetting): void {
  const { name, value } = setting;
  const field = NLS_FIELDS.get(name);
  if (field !== undefined) {
    checkNls(setting);
    session.nls = { ...session.nls, [field]: value };
    return;
  }
  switch (name) {
    case 'TIME_ZONE':
      session.nls = { ...session.nls, timeZone: zoneOf(setting) };
      return;
    case 'NLS_LENGTH_SEMANTICS': {
      const semantics = value.toUpperCase();
      if (semantics !== 'BYTE' && semantics !== 'CHAR') throw oracleErrorAt(setting.offset, 12705);
      session.nls = { ...session.nls, lengthSemantics: semantics };
      return;
    }
    case 'CURRENT_SCHEMA':
      session.setCurrentSchema(setting.literal ? value.toUpperCase() : value);
      return;
    case 'ISOLATION_LEVEL':
      session.serializable = value === 'SERIALIZABLE';
      return;
    case 'CONTAINER': {
      const { persona } = session.database;
      if (!persona.cdb || value.toUpperCase() !== persona.container.name)
        throw oracleErrorAt(setting.offset, 65011, value);
      return;
    }
    default:
      if (!ACCEPTED.has(name) && !name.startsWith('_')) throw oracleErrorAt(setting.offset, 2248);
  }
}

function checkNls({ name, value, offset }: ParameterSetting): void {
  if (name === 'NLS_NUMERIC_CHARACTERS' && (value.length !== 2 || value[0] === value[1]))
    throw oracleErrorAt(offset, 12705);
  if (name === 'NLS_TERRITORY' && !/^[A-Z ]+$/i.test(value)) throw oracleErrorAt(offset, 12705);
}

/** `+02:00`, `-5:0`, `Europe/Paris`, LOCAL and DBTIMEZONE. */
function zoneOf({ value, offset }: ParameterSetting): string {
  const upper = value.toUpperCase();
  if (upper === 'LOCAL' || upper === 'DBTIMEZONE') return '+00:00';
  const numeric = /^([+-]?)(\d{1,2}):(\d{1,2})$/.exec(value.trim());
  if (numeric !== null) {
    const [, sign, hours, minutes] = numeric;
    const zone = `${sign === '-' ? '-' : '+'}${(hours ?? '0').padStart(2, '0')}:${(minutes ?? '0').padStart(2, '0')}`;
    if (Number(hours) > 14 || Number(minutes) > 59) throw oracleErrorAt(offset, 1874);
    return zone;
  }
  parseZone(value);
  return value;
}
