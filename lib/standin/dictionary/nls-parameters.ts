import type { NlsSettings } from '../sql/values/nls.ts';
import type { Persona } from './persona.ts';

/** Values of a database created in AMERICAN_AMERICA, in the order NLS_SESSION_PARAMETERS shows them. */
export const NLS_DEFAULTS: ReadonlyMap<string, string> = new Map([
  ['NLS_LANGUAGE', 'AMERICAN'],
  ['NLS_TERRITORY', 'AMERICA'],
  ['NLS_CURRENCY', '$'],
  ['NLS_ISO_CURRENCY', 'AMERICA'],
  ['NLS_NUMERIC_CHARACTERS', '.,'],
  ['NLS_CALENDAR', 'GREGORIAN'],
  ['NLS_DATE_FORMAT', 'DD-MON-RR'],
  ['NLS_DATE_LANGUAGE', 'AMERICAN'],
  ['NLS_SORT', 'BINARY'],
  ['NLS_TIME_FORMAT', 'HH.MI.SSXFF AM'],
  ['NLS_TIMESTAMP_FORMAT', 'DD-MON-RR HH.MI.SSXFF AM'],
  ['NLS_TIME_TZ_FORMAT', 'HH.MI.SSXFF AM TZR'],
  ['NLS_TIMESTAMP_TZ_FORMAT', 'DD-MON-RR HH.MI.SSXFF AM TZR'],
  ['NLS_DUAL_CURRENCY', '$'],
  ['NLS_COMP', 'BINARY'],
  ['NLS_LENGTH_SEMANTICS', 'BYTE'],
  ['NLS_NCHAR_CONV_EXCP', 'FALSE'],
]);

/** NLS_DATABASE_PARAMETERS. */
export function* databaseNls(persona: Persona): Iterable<readonly [string, string]> {
  yield ['NLS_RDBMS_VERSION', persona.version];
  yield* [...NLS_DEFAULTS].reverse();
  yield ['NLS_NCHAR_CHARACTERSET', persona.nationalCharacterSet];
  yield ['NLS_CHARACTERSET', persona.characterSet];
}

/** What the instance sets itself; the rest follows from language and territory and is NULL. */
export const INSTANCE_NLS: ReadonlySet<string> = new Set([
  'NLS_LANGUAGE',
  'NLS_TERRITORY',
  'NLS_COMP',
  'NLS_LENGTH_SEMANTICS',
  'NLS_NCHAR_CONV_EXCP',
]);

/** NLS_SESSION_PARAMETERS: what the session has set, the rest as the database has it. */
export function* sessionNls(session: NlsSettings): Iterable<readonly [string, string]> {
  const set = new Map<string, string>([
    ['NLS_TERRITORY', session.territory],
    ['NLS_CURRENCY', session.currency],
    ['NLS_ISO_CURRENCY', session.isoCurrency],
    ['NLS_NUMERIC_CHARACTERS', session.numericCharacters],
    ['NLS_DATE_FORMAT', session.dateFormat],
    ['NLS_DATE_LANGUAGE', session.dateLanguage],
    ['NLS_SORT', session.sort],
    ['NLS_TIMESTAMP_FORMAT', session.timestampFormat],
    ['NLS_TIMESTAMP_TZ_FORMAT', session.timestampTzFormat],
    ['NLS_DUAL_CURRENCY', session.dualCurrency],
    ['NLS_COMP', session.comp],
    ['NLS_LENGTH_SEMANTICS', session.lengthSemantics],
  ]);
  for (const [name, value] of NLS_DEFAULTS) yield [name, set.get(name) ?? value];
}
