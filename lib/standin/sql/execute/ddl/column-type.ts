import { oracleErrorAt } from '../../../oracle-error.ts';
import type { DataType } from '../../syntax/ast.ts';
import type { SqlType } from '../../values/value.ts';
import type { DdlContext } from './ddl-context.ts';

/** The type of a column as declared; VARCHAR2(n) without a unit follows NLS_LENGTH_SEMANTICS. */
export function columnType(context: DdlContext, type: DataType): SqlType {
  if (type.kind === 'named') {
    const owner = type.path.length > 1 ? (type.path[0]?.text ?? null) : null;
    return objectType(context, owner, type.path.at(-1)?.text ?? '', type.offset);
  }
  if (type.kind !== 'declared') throw oracleErrorAt(type.offset, 902);
  const declared = type.type;
  if (declared.kind === 'object') return objectType(context, declared.owner, declared.name, type.offset);
  checkRelease(context, declared, type.offset);
  if (type.unitGiven || (declared.kind !== 'varchar2' && declared.kind !== 'char')) return declared;
  return context.session.nls.lengthSemantics === 'CHAR' ? { ...declared, unit: 'char' } : declared;
}

/** ORA-00902 for a type that neither SYS, MDSYS nor the schema has. */
function objectType(context: DdlContext, owner: string | null, name: string, offset: number): SqlType {
  if (name === 'XMLTYPE') return { kind: 'xmltype' };
  const known =
    owner === 'MDSYS' ||
    owner === 'SYS' ||
    name === 'SDO_GEOMETRY' ||
    name === 'ANYDATA' ||
    context.database.catalog.find(owner ?? context.session.currentSchema, name)?.kind === 'TYPE';
  if (!known) throw oracleErrorAt(offset, 902);
  return { kind: 'object', owner: owner ?? (name === 'SDO_GEOMETRY' ? 'MDSYS' : context.session.currentSchema), name };
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
