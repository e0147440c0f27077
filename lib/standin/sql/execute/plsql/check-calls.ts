import type { Name } from '../../syntax/ast.ts';
import type { Block, CallStatement, PlsqlStatement } from '../../syntax/ast-plsql.ts';
import type { BlockRun } from './block-run.ts';

/**
 * A block is compiled before it runs: a call of a procedure that does not exist, or may not be executed, fails the whole block.
 * Names of the block's own subprograms and collections are left to the run.
 */
export function checkCalls(statement: Block | CallStatement, run: BlockRun): void {
  if (statement.kind === 'call-statement') return;
  checkBlock(statement, run, new Set());
}

function checkBlock(block: Block, run: BlockRun, outer: ReadonlySet<string>): void {
  const names = new Set(outer);
  for (const declaration of block.declarations) {
    if ('name' in declaration) names.add(declaration.name.text);
    if (declaration.kind === 'subprogram' && declaration.block !== null) checkBlock(declaration.block, run, names);
  }
  checkAll(block.body, run, names);
  for (const handler of block.handlers) checkAll(handler.body, run, names);
}

function checkAll(statements: readonly PlsqlStatement[], run: BlockRun, names: ReadonlySet<string>): void {
  for (const statement of statements) check(statement, run, names);
}

function check(statement: PlsqlStatement, run: BlockRun, names: ReadonlySet<string>): void {
  switch (statement.kind) {
    case 'procedure-call':
      if (!isLocal(statement.path, names)) run.packages.procedure(statement.path, statement.offset);
      return;
    case 'if':
      for (const branch of statement.branches) checkAll(branch.body, run, names);
      {
        checkAll(statement.otherwise, run, names);
        return;
      }
    case 'case-statement':
      for (const branch of statement.branches) checkAll(branch.body, run, names);
      {
        checkAll(statement.otherwise ?? [], run, names);
        return;
      }
    case 'loop':
    case 'while': {
      checkAll(statement.body, run, names);
      return;
    }
    case 'for-range':
    case 'for-cursor': {
      checkAll(statement.body, run, new Set([...names, statement.variable.text]));
      return;
    }
    case 'nested-block': {
      checkBlock(statement.block, run, names);
      return;
    }
    default:
  }
}

function isLocal(path: readonly Name[], names: ReadonlySet<string>): boolean {
  return names.has(path[0]?.text ?? '');
}
