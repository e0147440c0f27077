import { textToRowid } from '../sql/values/rowid.ts';
import type { OracleRowid } from '../sql/values/value.ts';
import type { Writer } from './writer.ts';

/*
 * On the wire a ROWID is four integers. A universal one is bytes behind a length of their own: 1 and the fields of a heap row, or
 * 2 and what the text of a logical rowid (`*BAEASqoCwQL+`) holds in base 64.
 */

const PHYSICAL_UROWID = 1;
const LOGICAL_UROWID = 2;
const LOGICAL_MARK = '*';

export const NO_ROWID: OracleRowid = { kind: 'rowid', object: 0, file: 0, block: 0, row: 0 };

/** The ROWID that a closing message can tell: none for a row of an index-organized table. */
export function physicalRowid(text: string | null): OracleRowid | null {
  return text === null || text.startsWith(LOGICAL_MARK) ? null : textToRowid(text);
}

/** The four fields as the closing message and ROWID columns carry them. */
export function writeRowidFields(writer: Writer, rowid: OracleRowid): void {
  writer.integer(rowid.object).integer(rowid.file).byte(0).integer(rowid.block).integer(rowid.row);
}

/** A heap row's ROWID, or the text of either kind. */
export function writeUrowid(writer: Writer, value: OracleRowid | string): void {
  const bytes =
    typeof value !== 'string'
      ? physicalBytes(value)
      : value.startsWith(LOGICAL_MARK)
        ? Buffer.concat([Uint8Array.of(LOGICAL_UROWID), Buffer.from(value.slice(1), 'base64')])
        : physicalBytes(textToRowid(value));
  writer.byte(1).byte(1).bytes(bytes);
}

function physicalBytes(rowid: OracleRowid): Buffer {
  const bytes = Buffer.alloc(13);
  bytes[0] = PHYSICAL_UROWID;
  bytes.writeUInt32BE(rowid.object, 1);
  bytes.writeUInt16BE(rowid.file, 5);
  bytes.writeUInt32BE(rowid.block, 7);
  bytes.writeUInt16BE(rowid.row, 11);
  return bytes;
}
