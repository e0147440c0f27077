import { unreachable } from '../../model/fault.ts';
import type { TargetType } from '../../model/target-type.ts';

/** A column type as DDL: `DECIMAL(38,10)`, `VARCHAR(40)`, `DATETIME(6)` ... */
export function typeText(type: TargetType): string {
  switch (type.kind) {
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'bigint':
      return 'BIGINT';
    case 'double':
      return 'DOUBLE';
    case 'char':
      return `CHAR(${type.length})`;
    case 'varchar':
      return `VARCHAR(${type.length})`;
    case 'datetime':
      return type.digits === 0 ? 'DATETIME' : `DATETIME(${type.digits})`;
    case 'varbinary':
      return `VARBINARY(${type.length})`;
    case 'longtext':
      return 'LONGTEXT';
    case 'longblob':
      return 'LONGBLOB';
    case 'boolean':
      return 'TINYINT(1)';
    default:
      return unreachable(type, 'target type');
  }
}
