import { convertTo } from '../expressions/convert.ts';
import type { CompiledExpression, EvaluationContext } from '../expressions/scope.ts';
import { familyOf } from '../expressions/type-family.ts';
import type { SqlType, SqlValue } from '../values/value.ts';
import { slotExpression } from './block-scope.ts';

/** Turns a value of one type into a column's kind of value, as Oracle does on assignment; its size is checked afterwards. */
export type Converter = (value: SqlValue, context: EvaluationContext) => SqlValue;

/** Null when the value can be stored as it is. */
export function converterTo(from: SqlType, to: SqlType, offset: number): Converter | null {
  if (familyOf(from) === familyOf(to)) return null;
  const converted = convertTo(slotExpression(0, from, true), familyOf(to), offset);
  const slots: SqlValue[] = [null];
  return (value, context) => {
    slots[0] = value;
    return converted.evaluate({ session: context.session, slots, outer: null });
  };
}

/** An expression whose value is converted for a column. */
export function assignable(
  expression: CompiledExpression,
  to: SqlType,
  offset: number,
): (context: EvaluationContext) => SqlValue {
  return convertTo(expression, familyOf(to), offset).evaluate;
}
