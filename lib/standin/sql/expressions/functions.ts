/** Built-in functions by name. Names that are not here are the scope's: stored functions, or ORA-00904. */
import { oracleErrorAt } from '../../oracle-error.ts';
import type { ColumnReference, Expression, FunctionCall, Name } from '../syntax/ast.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { CONVERSION_FUNCTIONS } from './functions-conversion.ts';
import { DATETIME_FUNCTIONS } from './functions-datetime.ts';
import { LOB_FUNCTIONS } from './functions-lob.ts';
import { NULL_FUNCTIONS } from './functions-null.ts';
import { NUMBER_FUNCTIONS } from './functions-number.ts';
import { RAW_FUNCTIONS } from './functions-raw.ts';
import { REGEXP_FUNCTIONS } from './functions-regexp.ts';
import { ROWID_FUNCTIONS } from './functions-rowid.ts';
import { SESSION_FUNCTIONS, NILADIC_FUNCTIONS } from './functions-session.ts';
import { TEXT_FUNCTIONS } from './functions-text.ts';
import type { CompiledExpression, Scope } from './scope.ts';

const FUNCTIONS: ReadonlyMap<string, FunctionDefinition> = new Map(
  [
    ...CONVERSION_FUNCTIONS,
    ...DATETIME_FUNCTIONS,
    ...LOB_FUNCTIONS,
    ...NULL_FUNCTIONS,
    ...NUMBER_FUNCTIONS,
    ...RAW_FUNCTIONS,
    ...REGEXP_FUNCTIONS,
    ...ROWID_FUNCTIONS,
    ...SESSION_FUNCTIONS,
    ...TEXT_FUNCTIONS,
  ].map((definition) => [definition.name, definition]),
);

/** For tests and for the dictionary of supplied functions. */
export const BUILT_IN_NAMES: readonly string[] = [...FUNCTIONS.keys()];

/** `UPPER`, `UTL_RAW.CAST_TO_RAW`; SYS. and STANDARD. in front change nothing. */
function builtInName(path: readonly Name[]): string {
  const parts = path.map((name) => name.text);
  while (parts.length > 1 && (parts[0] === 'SYS' || parts[0] === 'STANDARD')) parts.shift();
  return parts.join('.');
}

export function isBuiltIn(path: readonly Name[]): boolean {
  const name = builtInName(path);
  return FUNCTIONS.has(name) || NILADIC_FUNCTIONS.has(name);
}

/** null when no built-in function has the name. */
export function compileFunction(
  node: FunctionCall,
  scope: Scope,
  compile: (node: Expression, scope: Scope) => CompiledExpression,
): CompiledExpression | null {
  const name = builtInName(node.path);
  const definition = FUNCTIONS.get(name);
  if (definition === undefined) {
    const niladic = NILADIC_FUNCTIONS.get(name);
    return niladic !== undefined && node.args.length === 0 && name.includes('.') ? niladic(scope) : null;
  }
  const values = ordered(node, definition);
  if (values.length < definition.min) throw oracleErrorAt(node.offset, definition.min === definition.max ? 909 : 938);
  if (values.length > definition.max) throw oracleErrorAt(node.offset, definition.min === definition.max ? 909 : 939);
  return definition.build({ node, args: values.map((value) => compile(value, scope)), scope, compile });
}

/** Arguments by position, those by name put in their place. */
function ordered(node: FunctionCall, definition: FunctionDefinition): readonly Expression[] {
  if (node.args.every((argument) => argument.name === null)) return node.args.map((argument) => argument.value);
  const places: Expression[] = [];
  node.args.forEach((argument, index) => {
    const place = argument.name === null ? index : (definition.parameters?.indexOf(argument.name.text) ?? -1);
    if (place < 0) throw oracleErrorAt(argument.value.offset, 904, `"${argument.name?.text ?? ''}"`);
    places[place] = argument.value;
  });
  return places;
}

/** SYSDATE, USER and the like, which are written without parentheses. */
export function compileNiladic(node: ColumnReference, scope: Scope): CompiledExpression | null {
  if (node.path.some((name) => name.quoted)) return null;
  const build = NILADIC_FUNCTIONS.get(builtInName(node.path));
  return build === undefined ? null : build(scope);
}
