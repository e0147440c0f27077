import { oracleErrorAt, oracleError } from '../../oracle-error.ts';
import type { Sequence } from '../catalog/sequence.ts';
import type { CompiledExpression } from '../expressions/scope.ts';
import type { ColumnReference } from '../syntax/ast.ts';
import { numberFromInteger } from '../values/number.ts';
import type { BlockScope } from './block-scope.ts';
import { resolveObject } from './resolve-object.ts';

/** `[schema.]sequence.NEXTVAL` and `.CURRVAL`; null when the name is something else. One NEXTVAL per sequence and row. */
export function resolveSequence(node: ColumnReference, scope: BlockScope): CompiledExpression | null {
  const { path } = node;
  const verb = path.at(-1);
  const name = path.at(-2);
  if (verb === undefined || name === undefined || (verb.text !== 'NEXTVAL' && verb.text !== 'CURRVAL')) return null;
  const resolved = resolveObject({ schema: path.at(-3) ?? null, name, link: null, offset: node.offset }, scope.parsing);
  if (resolved?.kind !== 'object' || resolved.object.kind !== 'SEQUENCE') throw oracleErrorAt(node.offset, 2289);
  const sequence = resolved.object;
  const { session } = scope.parsing.state;
  const { privileges } = session.database.catalog;
  const { user } = scope.parsing;
  if (
    sequence.owner !== user &&
    !privileges.hasObject(user, sequence.owner, sequence.name, 'SELECT') &&
    !privileges.hasSystem(user, 'SELECT ANY SEQUENCE')
  ) {
    throw oracleErrorAt(node.offset, privileges.hasAnyObject(user, sequence.owner, sequence.name) ? 1031 : 942);
  }
  if (scope.clause !== 'select' && scope.clause !== 'dml') throw oracleErrorAt(node.offset, 2287);
  const type = { kind: 'number', precision: null, scale: null } as const;
  if (verb.text === 'NEXTVAL') nextValueHook(sequence, scope);
  return {
    type,
    nullable: false,
    constant: false,
    evaluate: () => {
      const value = session.sequenceValues.get(sequence.objectId);
      if (value === undefined) throw oracleError(8002, `${sequence.owner}.${sequence.name}`);
      return numberFromInteger(value);
    },
  };
}

function nextValueHook(sequence: Sequence, scope: BlockScope): void {
  if (scope.nextValues.has(sequence)) return;
  scope.nextValues.add(sequence);
  const { session } = scope.parsing.state;
  scope.rowHooks.push(() => session.sequenceValues.set(sequence.objectId, nextValue(sequence)));
}

/** Takes the next number. Sequences know no rollback. ORA-08004 at the end of one that does not cycle. */
export function nextValue(sequence: Sequence): bigint {
  const value = sequence.nextValue;
  const ascending = sequence.incrementBy > 0n;
  if (ascending ? value > sequence.maxValue : value < sequence.minValue) {
    if (!sequence.cycle) {
      const [word, limit] = ascending ? ['MAXVALUE', sequence.maxValue] : ['MINVALUE', sequence.minValue];
      throw oracleError(8004, sequence.name, word, String(limit));
    }
    sequence.nextValue = ascending ? sequence.minValue : sequence.maxValue;
    sequence.cachedUntil = sequence.nextValue;
    return nextValue(sequence);
  }
  sequence.nextValue = value + sequence.incrementBy;
  const cached = sequence.cacheSize > 0n ? sequence.cacheSize : 1n;
  if (ascending ? sequence.nextValue > sequence.cachedUntil : sequence.nextValue < sequence.cachedUntil) {
    sequence.cachedUntil = value + sequence.incrementBy * cached;
  }
  return value;
}
