import { limits } from '../../model/limits.ts';
import type { OracleType } from '../../model/oracle-type.ts';
import type { TablePlan } from '../../model/table-plan.ts';

/** Bytes that one fetch may take if every value is as long as its column allows. */
const fetchBytesMax = 16 * 1024 * 1024;
const shortValueBytes = 40;

/** Rows per fetch: what was asked for, unless rows of this table can be so long that the fetch would not stay in memory. */
export function fetchSize(table: TablePlan, rowsPerRead: number): number {
  let bytes = 0;
  for (const { origin } of table.columns)
    bytes += origin.kind === 'column' ? declaredBytes(origin.type) : shortValueBytes;
  const fitting = Math.floor(fetchBytesMax / Math.max(bytes, 1));
  return Math.max(1, Math.min(rowsPerRead, limits.fetchRowsMax, fitting));
}

function declaredBytes(type: OracleType): number {
  switch (type.kind) {
    case 'varchar2':
    case 'char':
    case 'nvarchar2':
    case 'nchar':
      return type.bytes;
    case 'raw':
      return type.length;
    case 'clob':
    case 'nclob':
    case 'blob':
      // A locator with what the driver keeps beside it; the values are read one at a time.
      return 1_024;
    default:
      return shortValueBytes;
  }
}
