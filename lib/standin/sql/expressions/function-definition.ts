/** What a built-in function is made of. */
import { oracleErrorAt } from '../../oracle-error.ts';
import type { Expression, FunctionCall } from '../syntax/ast.ts';
import { convertTo } from './convert.ts';
import type { CompiledExpression, Scope } from './scope.ts';
import type { TypeFamily } from './type-family.ts';

export interface FunctionInput {
  readonly node: FunctionCall;
  readonly args: readonly CompiledExpression[];
  readonly scope: Scope;
  readonly compile: (node: Expression, scope: Scope) => CompiledExpression;
}

export interface FunctionDefinition {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly build: (input: FunctionInput) => CompiledExpression;
  /** Names of parameters, for calls by name. */
  readonly parameters?: readonly string[];
}

export function define(
  name: string,
  min: number,
  max: number,
  build: (input: FunctionInput) => CompiledExpression,
  parameters?: readonly string[],
): FunctionDefinition {
  return parameters === undefined ? { name, min, max, build } : { name, min, max, build, parameters };
}

/** Argument `index` converted to a family. */
export function argument(input: FunctionInput, index: number, family: TypeFamily): CompiledExpression {
  const found = input.args[index];
  if (found === undefined) throw oracleErrorAt(input.node.offset, 938);
  return convertTo(found, family, input.node.args[index]?.value.offset ?? input.node.offset);
}

/** The argument as it is. */
export function rawArgument(input: FunctionInput, index: number): CompiledExpression {
  const found = input.args[index];
  if (found === undefined) throw oracleErrorAt(input.node.offset, 938);
  return found;
}

/** Arguments `from` onwards converted to a family. */
export function argumentsFrom(input: FunctionInput, from: number, family: TypeFamily): CompiledExpression[] {
  return input.args.slice(from).map((_, index) => argument(input, from + index, family));
}
