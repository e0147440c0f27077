/** TRIM([LEADING|TRAILING|BOTH] [c] [FROM] x). ORA-30001 when the trim set is not one character. */
import { oracleError } from '../../oracle-error.ts';
import type { Expression, TrimExpression } from '../syntax/ast.ts';
import { asText } from '../values/narrow.ts';
import { constantOf, map2 } from './compiled.ts';
import { convertTo } from './convert.ts';
import type { CompiledExpression, Scope } from './scope.ts';
import { textResult } from './text-result.ts';
import { trimText } from './trim-text.ts';

type Compile = (node: Expression, scope: Scope) => CompiledExpression;

export function compileTrim(node: TrimExpression, scope: Scope, compile: Compile): CompiledExpression {
  const operand = convertTo(compile(node.operand, scope), 'text', node.offset);
  const characters =
    node.characters === null
      ? constantOf(' ', { kind: 'char', length: 1, unit: 'byte' })
      : convertTo(compile(node.characters, scope), 'text', node.offset);
  return map2(textResult(operand.type), operand, characters, (value, set) => {
    const mark = asText(set);
    if (Array.from(mark).length !== 1) throw oracleError(30001);
    return trimText(asText(value), mark, node.side !== 'trailing', node.side !== 'leading');
  });
}
