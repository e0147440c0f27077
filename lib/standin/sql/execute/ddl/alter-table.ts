import { oracleErrorAt } from '../../../oracle-error.ts';
import type { AlterTable } from '../../syntax/ast-table.ts';
import type { DdlContext } from './ddl-context.ts';

export function alterTable(_context: DdlContext, node: AlterTable): void {
  throw oracleErrorAt(node.offset, 3001);
}
