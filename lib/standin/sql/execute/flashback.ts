import { oracleError, oracleErrorAt } from '../../oracle-error.ts';
import { compileExpression } from '../expressions/compile.ts';
import type { Flashback } from '../syntax/ast-query.ts';
import { toBigInt } from '../values/number.ts';
import type { SqlValue } from '../values/value.ts';
import type { BlockScope } from './block-scope.ts';
import type { Snapshot } from './statement-state.ts';

/** AS OF SCN | TIMESTAMP as a view of the past; null without one. */
export function compileFlashback(node: Flashback | null, scope: BlockScope): Snapshot | null {
  if (node === null) return null;
  if (node.kind === 'versions') throw oracleErrorAt(node.offset, 3001);
  const value = compileExpression(node.value, scope);
  const { state } = scope.parsing;
  return (context) => {
    const given = value.evaluate(context);
    const scn = node.kind === 'scn' ? scnOf(given) : state.environment.timestampToScn(given);
    state.session.database.store.scn.check(scn);
    return { scn, transaction: null, command: 0 };
  };
}

export function scnOf(value: SqlValue): bigint {
  if (value !== null && typeof value === 'object' && 'kind' in value && value.kind === 'number') {
    const scn = toBigInt(value);
    if (scn !== null && scn >= 0n) return scn;
  }
  if (typeof value === 'string' && /^\s*\d+\s*$/.test(value)) return BigInt(value.trim());
  throw oracleError(8181);
}
