/**
 * Sizes of rows and keys as MySQL and MariaDB count them (maximum bytes of every column, large objects as a pointer), in
 * utf8mb4. OceanBase counts less strictly and has a far wider limit, so the same figures are safe there.
 */
import { unreachable } from '../../model/fault.ts';
import type { TargetType } from '../../model/target-type.ts';

const characterBytes = 4;
const largeObjectPointerBytes = 12;
const digitsPerGroup = 9;
const groupBytes = 4;
/** Bytes of a DECIMAL's digits that do not fill a group of nine. */
const leftoverBytes = [0, 1, 1, 2, 2, 3, 3, 4, 4];

/** The most bytes a column takes of the row limit. */
export function columnBytes(type: TargetType): number {
  switch (type.kind) {
    case 'decimal':
      return decimalBytes(type.precision - type.scale) + decimalBytes(type.scale);
    case 'bigint':
    case 'double':
      return 8;
    case 'boolean':
      return 1;
    case 'char':
      return type.length * characterBytes;
    case 'varchar':
      return withLength(type.length * characterBytes);
    case 'varbinary':
      return withLength(type.length);
    case 'datetime':
      return 5 + Math.ceil(type.digits / 2);
    case 'longtext':
    case 'longblob':
      return largeObjectPointerBytes;
    default:
      return unreachable(type, 'target type');
  }
}

/** The most bytes a row takes, NULL bits included. */
export function rowBytes(columns: readonly { readonly type: TargetType; readonly nullable: boolean }[]): number {
  const nullable = columns.filter((column) => column.nullable).length;
  return columns.reduce((sum, column) => sum + columnBytes(column.type), Math.ceil((nullable + 1) / 8));
}

/** The most bytes a key over these columns takes. */
export function keyBytes(types: readonly TargetType[]): number {
  return types.reduce((sum, type) => sum + columnBytes(type), 0);
}

function decimalBytes(digits: number): number {
  return Math.floor(digits / digitsPerGroup) * groupBytes + (leftoverBytes[digits % digitsPerGroup] ?? 0);
}

function withLength(bytes: number): number {
  return bytes + (bytes > 255 ? 2 : 1);
}
