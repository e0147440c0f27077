/** Evaluates one expression written as text, in a session with default NLS settings and a fixed clock. */
import { OracleError } from '../../../../lib/standin/oracle-error.ts';
import { compileExpression } from '../../../../lib/standin/sql/expressions/compile.ts';
import { constantOf } from '../../../../lib/standin/sql/expressions/compiled.ts';
import type { EvaluationContext, Scope, SessionEnvironment } from '../../../../lib/standin/sql/expressions/scope.ts';
import { valueToText } from '../../../../lib/standin/sql/expressions/value-text.ts';
import { parseExpressionText } from '../../../../lib/standin/sql/syntax/parse-statement.ts';
import { AL32UTF8 } from '../../../../lib/standin/sql/values/charset.ts';
import { makeTimestamp } from '../../../../lib/standin/sql/values/datetime.ts';
import { DEFAULT_NLS } from '../../../../lib/standin/sql/values/nls.ts';
import type { NlsSettings } from '../../../../lib/standin/sql/values/nls.ts';
import { parseNumber } from '../../../../lib/standin/sql/values/number.ts';
import type { OracleTimestampTz, SqlType, SqlValue } from '../../../../lib/standin/sql/values/value.ts';

export const CLOCK: OracleTimestampTz = {
  kind: 'timestamp-tz',
  year: 2026,
  month: 3,
  day: 15,
  hour: 13,
  minute: 14,
  second: 15,
  nanosecond: 123_456_000,
  offsetMinutes: 0,
  region: null,
};

export function sessionWith(nls: Partial<NlsSettings> = {}): SessionEnvironment {
  return {
    nls: { ...DEFAULT_NLS, ...nls },
    systimestamp: CLOCK,
    user: 'SCOTT',
    userId: 109,
    currentSchema: 'SCOTT',
    sessionId: 42,
    context: (namespace, parameter) => (namespace === 'USERENV' && parameter === 'SID' ? '42' : null),
    scnToTimestamp: () => makeTimestamp(CLOCK),
    timestampToScn: () => 4711n,
    currentScn: () => 4712n,
    guid: () => new Uint8Array(16).fill(7),
    random: () => 0.5,
  };
}

const SHOWN_FORMATS = {
  dateFormat: 'SYYYY-MM-DD HH24:MI:SS',
  timestampFormat: 'YYYY-MM-DD HH24:MI:SS.FF9',
  timestampTzFormat: 'YYYY-MM-DD HH24:MI:SS.FF9 TZR',
} as const;

/** Columns and binds by name. */
export type Names = Readonly<Record<string, { readonly value: SqlValue; readonly type: SqlType }>>;

export function scopeWith(names: Names = {}): Scope {
  const unsupported = (): never => {
    throw new Error('this scope has neither aggregates nor subqueries');
  };
  const named = (name: string): ReturnType<Scope['resolveColumn']> => {
    const found = names[name];
    return found === undefined ? null : { ...constantOf(found.value, found.type), constant: false };
  };
  return {
    charset: AL32UTF8,
    substitute: () => null,
    resolveColumn: (node) => named(node.path.map((part) => part.text).join('.')),
    resolveBind: (node) => named(`:${node.name}`) ?? unsupported(),
    resolveAggregate: unsupported,
    resolveFunction: () => null,
    compileSubquery: unsupported,
  };
}

export function contextWith(session: SessionEnvironment): EvaluationContext {
  return { session, slots: [], outer: null };
}

export function evaluateValue(
  text: string,
  nls: Partial<NlsSettings> = {},
  names: Names = {},
): { value: SqlValue; type: SqlType } {
  const compiled = compileExpression(parseExpressionText(text), scopeWith(names));
  return { value: compiled.evaluate(contextWith(sessionWith(nls))), type: compiled.type };
}

/** The value as text; dates as ISO; `ORA-nnnnn` when the expression raises an Oracle error; null for NULL. */
export function evaluateText(text: string, nls: Partial<NlsSettings> = {}, names: Names = {}): string | null {
  try {
    const { value, type } = evaluateValue(text, nls, names);
    const shown = valueToText(value, type, sessionWith(SHOWN_FORMATS));
    // SYYYY leaves a blank for the sign of a date.
    return typeof value === 'string' || shown === null ? shown : shown.trimStart();
  } catch (error) {
    if (error instanceof OracleError) return `ORA-${String(error.code).padStart(5, '0')}`;
    throw error;
  }
}

export function number(text: string): SqlValue {
  return parseNumber(text);
}
