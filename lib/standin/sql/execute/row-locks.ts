import { oracleErrorAt } from '../../oracle-error.ts';
import type { ForUpdate } from '../syntax/ast-query.ts';
import type { BlockScope } from './block-scope.ts';
import { requireTablePrivilege } from './resolve-object.ts';
import type { Advance, Source } from './row-source.ts';
import { RowLocked } from './row-locked.ts';
import { changedSince } from './table-scan.ts';
import { oracleError } from '../../oracle-error.ts';

/** SELECT ... FOR UPDATE: locks the stored row under each result row. */
export function rowLocker(node: ForUpdate, scope: BlockScope): (next: Advance) => Advance {
  const targets = node.of.length === 0 ? scope.sources.filter((source) => source.hasRowid) : namedSources(node, scope);
  if (targets.length === 0) throw oracleErrorAt(node.offset, 2014);
  const { session } = scope.parsing.state;
  for (const target of targets) {
    if (target.owner !== null) {
      const { catalog } = session.database;
      const object = { owner: target.owner, name: target.tableName ?? target.alias };
      const { user } = scope.parsing;
      if (!catalog.privileges.hasObject(user, object.owner, object.name, 'UPDATE')) {
        requireTablePrivilege(catalog, user, object, 'UPDATE', node.offset);
      }
    }
  }
  return (next) => () => {
    while (next()) if (targets.every((target) => lockRow(target, node, scope))) return true;
    return false;
  };
}

function namedSources(node: ForUpdate, scope: BlockScope): readonly Source[] {
  const sources = node.of.map((column) => {
    const found = scope.locate(column);
    if (found === null) throw oracleErrorAt(column.offset, 904, `"${column.path.at(-1)?.text ?? ''}"`);
    return found.source;
  });
  return [...new Set(sources)];
}

/** False when the row is another's and SKIP LOCKED was said. */
function lockRow(target: Source, node: ForUpdate, scope: BlockScope): boolean {
  const { block, slot } = target;
  // The missing side of an outer join has no row.
  if (block === null) return true;
  const { session, view } = scope.parsing.state;
  const transaction = session.transactionForChange();
  const writer = block.writerOf(slot);
  if (writer !== null && writer !== transaction) {
    if (node.wait.kind === 'skip-locked') return false;
    throw new RowLocked(writer, node.wait.kind === 'nowait' ? 0 : node.wait.seconds);
  }
  if (changedSince(block, slot, view)) throw oracleError(8177);
  session.database.store.lock(transaction, block, slot);
  return true;
}
