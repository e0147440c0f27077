/** REGEXP_LIKE, REGEXP_SUBSTR, REGEXP_REPLACE, REGEXP_INSTR, REGEXP_COUNT. */
import { oracleError } from '../../oracle-error.ts';
import { makeNumber, toInteger } from '../values/number.ts';
import { asNumber, asText } from '../values/narrow.ts';
import type { SqlType, SqlValue } from '../values/value.ts';
import { argument, define, rawArgument } from './function-definition.ts';
import type { FunctionDefinition, FunctionInput } from './function-definition.ts';
import { compileRegexp, expandReplacement } from './regexp-pattern.ts';
import type { CompiledExpression, EvaluationContext } from './scope.ts';
import { textResult } from './text-result.ts';
import { BOOLEAN, NUMBER } from './type-family.ts';

export const REGEXP_FUNCTIONS: readonly FunctionDefinition[] = [
  define('REGEXP_LIKE', 2, 3, regexpLike),
  define('REGEXP_SUBSTR', 2, 6, regexpSubstr),
  define('REGEXP_REPLACE', 2, 6, regexpReplace),
  define('REGEXP_INSTR', 2, 7, regexpInstr),
  define('REGEXP_COUNT', 2, 4, regexpCount),
];

/** Arguments as texts and whole numbers; null when any mandatory one is NULL. */
interface Arguments {
  readonly text: (context: EvaluationContext) => string | null;
  readonly pattern: (context: EvaluationContext) => string | null;
  readonly number: (index: number, byDefault: number) => (context: EvaluationContext) => number;
  readonly flags: (index: number) => (context: EvaluationContext) => string;
  readonly result: SqlType;
}

function argumentsOf(input: FunctionInput): Arguments {
  const source = rawArgument(input, 0);
  const textOf = (index: number): ((context: EvaluationContext) => string | null) => {
    const { evaluate } = argument(input, index, 'text');
    return (context) => {
      const value = evaluate(context);
      return value === null ? null : asText(value);
    };
  };
  return {
    text: textOf(0),
    pattern: textOf(1),
    number: (index, byDefault) => {
      if (index >= input.args.length) return () => byDefault;
      const { evaluate } = argument(input, index, 'number');
      return (context) => {
        const value = evaluate(context);
        return value === null ? byDefault : toInteger(asNumber(value));
      };
    },
    flags: (index) => {
      if (index >= input.args.length) return () => '';
      const flags = textOf(index);
      return (context) => flags(context) ?? '';
    },
    result: textResult(source.type, 4000),
  };
}

function result(type: SqlType, evaluate: (context: EvaluationContext) => SqlValue): CompiledExpression {
  return { type, nullable: true, constant: false, evaluate };
}

function matches(text: string, pattern: string, flags: string, position: number): RegExpExecArray[] {
  if (position < 1) throw oracleError(1428, position);
  const regexp = compileRegexp(pattern, flags);
  regexp.lastIndex = position - 1;
  const found: RegExpExecArray[] = [];
  for (let match = regexp.exec(text); match !== null; match = regexp.exec(text)) {
    found.push(match);
    if (match[0] === '') regexp.lastIndex += 1;
    if (regexp.lastIndex > text.length) break;
  }
  return found;
}

function regexpLike(input: FunctionInput): CompiledExpression {
  const { text, pattern, flags } = argumentsOf(input);
  const option = flags(2);
  return result(BOOLEAN, (context) => {
    const value = text(context);
    const model = pattern(context);
    if (value === null || model === null) return null;
    const regexp = compileRegexp(model, option(context));
    regexp.lastIndex = 0;
    return regexp.test(value);
  });
}

function regexpSubstr(input: FunctionInput): CompiledExpression {
  const { text, pattern, number, flags, result: type } = argumentsOf(input);
  const [position, occurrence, option, group] = [number(2, 1), number(3, 1), flags(4), number(5, 0)];
  return result(type, (context) => {
    const value = text(context);
    const model = pattern(context);
    if (value === null || model === null) return null;
    const match = matches(value, model, option(context), position(context))[occurrence(context) - 1];
    return match?.[group(context)] || null;
  });
}

function regexpInstr(input: FunctionInput): CompiledExpression {
  const { text, pattern, number, flags } = argumentsOf(input);
  const [position, occurrence, after, option] = [number(2, 1), number(3, 1), number(4, 0), flags(5)];
  return result(NUMBER, (context) => {
    const value = text(context);
    const model = pattern(context);
    if (value === null || model === null) return null;
    const match = matches(value, model, option(context), position(context))[occurrence(context) - 1];
    if (match === undefined) return makeNumber(0, 0);
    return makeNumber(match.index + 1 + (after(context) === 1 ? match[0].length : 0), 0);
  });
}

function regexpCount(input: FunctionInput): CompiledExpression {
  const { text, pattern, number, flags } = argumentsOf(input);
  const [position, option] = [number(2, 1), flags(3)];
  return result(NUMBER, (context) => {
    const value = text(context);
    const model = pattern(context);
    if (value === null || model === null) return null;
    return makeNumber(matches(value, model, option(context), position(context)).length, 0);
  });
}

function regexpReplace(input: FunctionInput): CompiledExpression {
  const { text, pattern, number, flags, result: type } = argumentsOf(input);
  const replacement = input.args.length > 2 ? argument(input, 2, 'text').evaluate : null;
  const [position, occurrence, option] = [number(3, 1), number(4, 0), flags(5)];
  return result(type, (context) => {
    const value = text(context);
    if (value === null) return null;
    const model = pattern(context);
    if (model === null) return value;
    const by = replacement === null ? null : replacement(context);
    const only = occurrence(context);
    let output = '';
    let end = 0;
    matches(value, model, option(context), position(context)).forEach((match, index) => {
      if (only !== 0 && index + 1 !== only) return;
      output += value.slice(end, match.index) + (by === null ? '' : expandReplacement(asText(by), match));
      end = match.index + match[0].length;
    });
    return output + value.slice(end) || null;
  });
}
