import { Fault } from '../../model/fault.ts';
import type { TablePlan } from '../../model/table-plan.ts';
import { columnAt } from '../sql/manipulation.ts';
import { firstWarning } from '../sql/session-statements.ts';
import type { TargetConnection } from './connection.ts';
import { TargetFault } from './target-faults.ts';

/** KEY_COLLISION with the key's columns named; the values stay where they are. */
export function keyCollision(table: TablePlan, error: TargetFault): Fault {
  const key = error.key ?? 'of the table';
  const positions = keyPositions(table, error.key);
  const columns = positions.map((position) => columnAt(table, position).targetName);
  const named = columns.length === 0 ? '' : ` (${columns.join(', ')})`;
  return new Fault(
    'KEY_COLLISION',
    `two rows of ${table.tableId} have values that the target holds equal in key ${key}${named}`,
    { subject: table.tableId, error, ...(error.record.vendor === null ? {} : { vendor: error.record.vendor }) },
  );
}

function keyPositions(table: TablePlan, key: string | null): readonly number[] {
  if (key === null) return [];
  const wanted = key.toLowerCase();
  const unique = table.uniqueKeys.find(({ name }) => name.toLowerCase() === wanted);
  if (unique !== undefined) return unique.columns;
  const isIdentity =
    wanted === 'primary' || (table.identity.kind === 'key' && table.identity.name.toLowerCase() === wanted);
  return isIdentity || table.identity.kind === 'rowid' ? table.identity.columns : [];
}

/** What a strict INSERT was warned of: a value that does not fit its column exactly. */
export async function refusedByWarning(
  connection: TargetConnection,
  table: TablePlan,
  signal: AbortSignal,
): Promise<Fault> {
  const [row] = await connection.rows(firstWarning, signal);
  const errno = Number(row?.[1]?.toString('latin1') ?? '0');
  const message = row?.[2]?.toString('utf8') ?? '';
  const warning = new TargetFault({ errno, code: 'WARNING', sqlState: '01000', message }, { doing: 'INSERT INTO' });
  return new Fault('VALUE_REFUSED', `a value of ${table.tableId} does not fit its column unchanged`, {
    side: 'target',
    subject: warning.record.subject ?? table.tableId,
    ...(warning.record.vendor === null ? {} : { vendor: warning.record.vendor }),
  });
}
