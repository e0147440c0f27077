import { Buffer } from 'node:buffer';
import { assert, Fault } from '../../model/fault.ts';
import type { CanonicalRow } from '../../model/value.ts';
import type { TargetConnection } from './connection.ts';

/** Room for the packet's own header and the server's copy of it. */
const packetReserveBytes = 1_024;

/** Renders rows into statements of at most half the server's packet; one row alone may take the whole packet. */
export function statementsWithin(
  connection: TargetConnection,
  rows: readonly CanonicalRow[],
  render: (rows: readonly CanonicalRow[]) => string,
): readonly string[] {
  const packet = connection.server.maxAllowedPacketBytes;
  const sql = render(rows);
  const bytes = Buffer.byteLength(sql);
  if (rows.length > 1 && bytes > packet / 2) {
    const middle = rows.length >> 1;
    return [
      ...statementsWithin(connection, rows.slice(0, middle), render),
      ...statementsWithin(connection, rows.slice(middle), render),
    ];
  }
  if (bytes > packet - packetReserveBytes) {
    throw new Fault('LOB_TOO_LARGE', `a row takes ${bytes} bytes as a statement, the server takes ${packet}`, {
      side: 'target',
      remedy: `SET GLOBAL max_allowed_packet = ${2 ** Math.ceil(Math.log2(bytes + packetReserveBytes))}; then retry.`,
    });
  }
  assert(rows.length > 0, 'a statement for no rows');
  return [sql];
}
