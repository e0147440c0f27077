/** Building blocks of compiled expressions: constants, and functions that are null when an argument is null. */
import type { SqlType, SqlValue } from '../values/value.ts';
import type { CompiledExpression, EvaluationContext } from './scope.ts';

export function constantOf(value: SqlValue, type: SqlType): CompiledExpression {
  return { type, nullable: value === null, evaluate: () => value, constant: true };
}

/** A constant is computed at its first evaluation, so that its error appears where a row is evaluated. */
function folded(compiled: CompiledExpression): CompiledExpression {
  let known: SqlValue | undefined;
  const { evaluate } = compiled;
  return { ...compiled, evaluate: (context) => (known ??= evaluate(context)) };
}

/** `compute` of one non-null argument. Pure: it may be folded. */
export function map1(
  type: SqlType,
  argument: CompiledExpression,
  compute: (value: SqlValue) => SqlValue,
): CompiledExpression {
  const { evaluate } = argument;
  const compiled: CompiledExpression = {
    type,
    nullable: true,
    constant: argument.constant,
    evaluate: (context) => {
      const value = evaluate(context);
      return value === null ? null : compute(value);
    },
  };
  return argument.constant ? folded(compiled) : compiled;
}

export function map2(
  type: SqlType,
  first: CompiledExpression,
  second: CompiledExpression,
  compute: (first: SqlValue, second: SqlValue) => SqlValue,
): CompiledExpression {
  const left = first.evaluate;
  const right = second.evaluate;
  const constant = first.constant && second.constant;
  const compiled: CompiledExpression = {
    type,
    nullable: true,
    constant,
    evaluate: (context) => {
      const a = left(context);
      if (a === null) return null;
      const b = right(context);
      return b === null ? null : compute(a, b);
    },
  };
  return constant ? folded(compiled) : compiled;
}

/** Any number of arguments, null when one of them is. */
export function mapAll(
  type: SqlType,
  args: readonly CompiledExpression[],
  compute: (values: readonly SqlValue[]) => SqlValue,
): CompiledExpression {
  const evaluators = args.map((argument) => argument.evaluate);
  const constant = args.every((argument) => argument.constant);
  const compiled: CompiledExpression = {
    type,
    nullable: true,
    constant,
    evaluate: (context) => {
      const values: SqlValue[] = [];
      for (const evaluate of evaluators) {
        const value = evaluate(context);
        if (value === null) return null;
        values.push(value);
      }
      return compute(values);
    },
  };
  return constant ? folded(compiled) : compiled;
}

/** One argument and the session: never folded. */
export function mapInSession(
  type: SqlType,
  argument: CompiledExpression,
  compute: (value: SqlValue, context: EvaluationContext) => SqlValue,
): CompiledExpression {
  const { evaluate } = argument;
  if (argument.constant) return oncePerSession(type, argument, compute);
  return {
    type,
    nullable: true,
    constant: false,
    evaluate: (context) => {
      const value = evaluate(context);
      return value === null ? null : compute(value, context);
    },
  };
}

/** The session of one execution is one object: a constant argument is computed once for it. */
function oncePerSession(
  type: SqlType,
  argument: CompiledExpression,
  compute: (value: SqlValue, context: EvaluationContext) => SqlValue,
): CompiledExpression {
  let session: EvaluationContext['session'] | null = null;
  let known: SqlValue = null;
  return {
    type,
    nullable: true,
    constant: false,
    evaluate: (context) => {
      if (context.session === session) return known;
      const value = argument.evaluate(context);
      known = value === null ? null : compute(value, context);
      session = context.session;
      return known;
    },
  };
}

/** Something of the session alone. */
export function ofSession(type: SqlType, compute: (context: EvaluationContext) => SqlValue): CompiledExpression {
  return { type, nullable: true, constant: false, evaluate: compute };
}
