/** The type of a text function's result: variable length, national when its argument is. */
import type { SqlType } from '../values/value.ts';
import { varchar2 } from './type-family.ts';

export function textResult(type: SqlType, length: number | null = null): SqlType {
  if (type.kind === 'nvarchar2' || type.kind === 'nchar')
    return { kind: 'nvarchar2', length: Math.min(Math.max(length ?? type.length, 1), 2000) };
  if (type.kind === 'varchar2' || type.kind === 'char') {
    return varchar2(length ?? (type.unit === 'char' ? type.length * 4 : type.length));
  }
  return varchar2(length ?? 4000);
}
