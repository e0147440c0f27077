import { oracleErrorAt } from '../../../oracle-error.ts';
import type { DataType } from '../../syntax/ast.ts';
import type { SqlType } from '../../values/value.ts';
import type { DdlContext } from './ddl-context.ts';

/** The type of a column as declared; VARCHAR2(n) without a unit follows NLS_LENGTH_SEMANTICS. */
export function columnType(context: DdlContext, type: DataType): SqlType {
  if (type.kind === 'named') {
    const name = type.path.at(-1)?.text ?? '';
    if (name === 'XMLTYPE') return { kind: 'xmltype' };
    const owner = type.path.length > 1 ? (type.path[0]?.text ?? null) : null;
    const known =
      owner === 'MDSYS' ||
      owner === 'SYS' ||
      name === 'SDO_GEOMETRY' ||
      name === 'ANYDATA' ||
      context.database.catalog.find(owner ?? context.session.currentSchema, name)?.kind === 'TYPE';
    if (!known) throw oracleErrorAt(type.offset, 902);
    return {
      kind: 'object',
      owner: owner ?? (name === 'SDO_GEOMETRY' ? 'MDSYS' : context.session.currentSchema),
      name,
    };
  }
  if (type.kind !== 'declared') throw oracleErrorAt(type.offset, 902);
  const declared = type.type;
  checkRelease(context, declared, type.offset);
  if (type.unitGiven || (declared.kind !== 'varchar2' && declared.kind !== 'char')) return declared;
  return context.session.nls.lengthSemantics === 'CHAR' ? { ...declared, unit: 'char' } : declared;
}

function checkRelease(context: DdlContext, type: SqlType, offset: number): void {
  const { release } = context.database.persona;
  if (type.kind === 'json' && release < 21) throw oracleErrorAt(offset, 902);
  if (type.kind === 'boolean' && release < 23) throw oracleErrorAt(offset, 902);
}

/** Types that cannot be in a key or an index. */
export function isKeyType(type: SqlType): boolean {
  switch (type.kind) {
    case 'clob':
    case 'nclob':
    case 'blob':
    case 'bfile':
    case 'long':
    case 'long-raw':
    case 'xmltype':
    case 'json':
    case 'object':
      return false;
    default:
      return true;
  }
}

export function isLob(type: SqlType): boolean {
  return type.kind === 'clob' || type.kind === 'nclob' || type.kind === 'blob';
}
