/** SYSDATE, SYSTIMESTAMP, USER, SYS_CONTEXT, USERENV, SYS_GUID and what else asks the session. */
import { oracleError } from '../../oracle-error.ts';
import { fieldsInSession, makeDate, makeTimestamp, roundFraction, timestampTzFromUtc } from '../values/datetime.ts';
import { makeNumber, toDouble, toInteger, fromDouble } from '../values/number.ts';
import { asNumber, asText } from '../values/narrow.ts';
import { offsetText } from '../values/time-zone.ts';
import type { OracleTimestampTz, SqlType } from '../values/value.ts';
import { constantOf, ofSession } from './compiled.ts';
import { argument, define } from './function-definition.ts';
import type { FunctionDefinition, FunctionInput } from './function-definition.ts';
import type { CompiledExpression, EvaluationContext, Scope } from './scope.ts';
import { DATE, NUMBER, varchar2 } from './type-family.ts';
import { sessionZone } from './value-text.ts';

const TSTZ: SqlType = { kind: 'timestamp-tz', precision: 6 };

/** SYSTIMESTAMP in the session's zone: CURRENT_TIMESTAMP. */
function currentTimestamp(context: EvaluationContext): OracleTimestampTz {
  return timestampTzFromUtc(context.session.systimestamp, sessionZone(context.session));
}

/** Functions without parentheses. SYSDATE and SYSTIMESTAMP are in the zone of the server: UTC here. */
export const NILADIC_FUNCTIONS: ReadonlyMap<string, (scope: Scope) => CompiledExpression> = new Map<
  string,
  (scope: Scope) => CompiledExpression
>([
  ['SYSDATE', () => ofSession(DATE, (context) => makeDate(context.session.systimestamp))],
  ['SYSTIMESTAMP', () => ofSession(TSTZ, (context) => context.session.systimestamp)],
  [
    'CURRENT_DATE',
    () =>
      ofSession(DATE, (context) => makeDate(fieldsInSession(currentTimestamp(context), sessionZone(context.session)))),
  ],
  ['CURRENT_TIMESTAMP', () => ofSession(TSTZ, currentTimestamp)],
  [
    'LOCALTIMESTAMP',
    () =>
      ofSession({ kind: 'timestamp', precision: 6 }, (context) =>
        makeTimestamp(fieldsInSession(currentTimestamp(context), sessionZone(context.session))),
      ),
  ],
  ['USER', () => ofSession(varchar2(128), (context) => context.session.user)],
  ['UID', () => ofSession(NUMBER, (context) => makeNumber(context.session.userId, 0))],
  ['SESSIONTIMEZONE', () => ofSession(varchar2(75), sessionTimeZone)],
  ['DBTIMEZONE', () => constantOf('+00:00', varchar2(6))],
  [
    'DBMS_FLASHBACK.GET_SYSTEM_CHANGE_NUMBER',
    () => ofSession(NUMBER, (context) => makeNumber(context.session.currentScn(), 0)),
  ],
  ['DBMS_RANDOM.VALUE', () => ofSession(NUMBER, (context) => fromDouble(context.session.random()))],
]);

function sessionTimeZone(context: EvaluationContext): string {
  const zone = sessionZone(context.session);
  return zone.kind === 'offset' ? offsetText(zone.minutes) : zone.name;
}

export const SESSION_FUNCTIONS: readonly FunctionDefinition[] = [
  define('SYS_CONTEXT', 2, 3, sysContext),
  define('USERENV', 1, 1, userenv),
  define('SYS_GUID', 0, 0, () => ofSession({ kind: 'raw', length: 16 }, (context) => context.session.guid())),
  define('CURRENT_TIMESTAMP', 1, 1, (input) => withPrecision(input, 'timestamp-tz')),
  define('LOCALTIMESTAMP', 1, 1, (input) => withPrecision(input, 'timestamp')),
  define('DBMS_RANDOM.VALUE', 2, 2, randomBetween, ['LOW', 'HIGH']),
  define('DBMS_RANDOM.STRING', 2, 2, randomString, ['OPT', 'LEN']),
  define('DBMS_UTILITY.GET_TIME', 0, 0, () =>
    ofSession(NUMBER, (context) => makeNumber(Math.floor(context.session.random() * 2 ** 31), 0)),
  ),
  define('SYS_OP_C2C', 1, 1, (input) => argument(input, 0, 'text')),
];

/** ORA-02003 for a parameter USERENV does not have; NULL for a namespace nobody set. */
function sysContext(input: FunctionInput): CompiledExpression {
  const namespace = argument(input, 0, 'text').evaluate;
  const parameter = argument(input, 1, 'text').evaluate;
  return ofSession(varchar2(256), (context) => {
    const space = namespace(context);
    const name = parameter(context);
    if (space === null || name === null) throw oracleError(2003);
    return context.session.context(asText(space).toUpperCase(), asText(name).toUpperCase());
  });
}

const NUMERIC_USERENV = new Set(['ENTRYID', 'SID', 'SESSIONID', 'SCHEMAID']);

function userenv(input: FunctionInput): CompiledExpression {
  const parameter = argument(input, 0, 'text').evaluate;
  const literal = input.node.args[0]?.value;
  const name = literal?.kind === 'literal' && typeof literal.value === 'string' ? literal.value.toUpperCase() : '';
  const numeric = NUMERIC_USERENV.has(name);
  return ofSession(numeric ? NUMBER : varchar2(64), (context) => {
    const value = parameter(context);
    if (value === null) throw oracleError(2003);
    const text = context.session.context('USERENV', asText(value).toUpperCase());
    return numeric && text !== null ? makeNumber(BigInt(text), 0) : text;
  });
}

function withPrecision(input: FunctionInput, kind: 'timestamp' | 'timestamp-tz'): CompiledExpression {
  const precision = argument(input, 0, 'number').evaluate;
  return ofSession({ kind, precision: 9 }, (context) => {
    const digits = precision(context);
    const current = currentTimestamp(context);
    const zone = sessionZone(context.session);
    const rounded = roundFraction(current, digits === null ? 6 : toInteger(asNumber(digits)));
    const moment = timestampTzFromUtc(rounded, zone);
    return kind === 'timestamp-tz' ? moment : makeTimestamp(fieldsInSession(moment, zone));
  });
}

function randomBetween(input: FunctionInput): CompiledExpression {
  const low = argument(input, 0, 'number').evaluate;
  const high = argument(input, 1, 'number').evaluate;
  return ofSession(NUMBER, (context) => {
    const from = low(context);
    const to = high(context);
    if (from === null || to === null) return null;
    const start = toDouble(asNumber(from));
    return fromDouble(start + context.session.random() * (toDouble(asNumber(to)) - start));
  });
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ALPHABETS: Readonly<Record<string, string>> = {
  U: LETTERS,
  L: LETTERS.toLowerCase(),
  A: LETTERS + LETTERS.toLowerCase(),
  X: `${LETTERS}0123456789`,
  P: ` !"#$%&'()*+,-./0123456789:;<=>?@${LETTERS}[\\]^_\`${LETTERS.toLowerCase()}{|}~`,
};

function randomString(input: FunctionInput): CompiledExpression {
  const option = argument(input, 0, 'text').evaluate;
  const length = argument(input, 1, 'number').evaluate;
  return ofSession(varchar2(4000), (context) => {
    const mode = option(context);
    const count = length(context);
    if (count === null) return null;
    const alphabet = ALPHABETS[mode === null ? 'U' : asText(mode).charAt(0).toUpperCase()] ?? LETTERS;
    let text = '';
    for (let index = 0; index < Math.min(toInteger(asNumber(count)), 4000); index += 1) {
      text += alphabet.charAt(Math.floor(context.session.random() * alphabet.length));
    }
    return text || null;
  });
}
