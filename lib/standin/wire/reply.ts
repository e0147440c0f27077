import type { OracleRowid } from '../sql/values/value.ts';
import type { AuthPair } from './handshake.ts';
import { NO_ROWID, writeRowidFields } from './rowid-bytes.ts';
import { writeColumn } from './wire-column.ts';
import type { WireColumn } from './wire-column.ts';
import { FIELD_VERSION, MESSAGE } from './wire-numbers.ts';
import type { Writer } from './writer.ts';

const STATUS_IN_TRANSACTION = 0x02;
const ROWS_HEADER_FIELDS = 3;

export interface ReplyContext {
  readonly fieldVersion: number;
  readonly inTransaction: boolean;
}

export interface Closing {
  /** 0 is success (more rows may follow), 1403 the end of a query's rows. */
  readonly code?: number;
  readonly text?: string;
  readonly offset?: number;
  readonly cursorId?: number;
  /** Rows fetched by the cursor so far, or rows a DML statement changed. */
  readonly rowCount?: number;
  readonly rowid?: OracleRowid | null;
  /** Errors of array DML; `row` counts from 0. */
  readonly batch?: readonly { readonly code: number; readonly row: number; readonly text: string }[];
}

export function writeStatus(writer: Writer, context: ReplyContext): void {
  writer.byte(MESSAGE.status).integer(callStatus(context)).integer(0);
}

/** The ERROR message, which also closes every execute and fetch that went well. */
export function writeClosing(writer: Writer, context: ReplyContext, closing: Closing): void {
  const { code = 0, text = '', offset = 0, cursorId = 0, rowCount = 0, rowid = null, batch = [] } = closing;
  writer.byte(MESSAGE.error).integer(callStatus(context)).integer(0).integer(0).integer(code).integer(0).integer(0);
  writer.integer(cursorId).integer(offset).zeros(6);
  writeRowidFields(writer, rowid ?? NO_ROWID);
  writer.integer(0).byte(0).byte(0).integer(0).integer(0).integer(0);
  writer.integer(batch.length);
  if (batch.length > 0) {
    writer.byte(0);
    for (const error of batch) writer.integer(error.code);
  }
  writer.integer(batch.length);
  if (batch.length > 0) {
    writer.byte(0);
    for (const error of batch) writer.integer(error.row);
  }
  writer.integer(batch.length);
  if (batch.length > 0) {
    writer.byte(0);
    for (const error of batch) writer.integer(Buffer.byteLength(error.text)).text(error.text).zeros(2);
  }
  writer.integer(code).integer(rowCount);
  if (context.fieldVersion >= FIELD_VERSION.v20) writer.integer(0).integer(0);
  if (code !== 0) writer.text(`${text}\n`);
}

export function writeDescribe(writer: Writer, columns: readonly WireColumn[], fieldVersion: number): void {
  writer.byte(MESSAGE.describe).byte(0);
  writeDescription(writer, columns, fieldVersion);
}

/** The body of DESCRIBE, which also stands in front of a REF CURSOR's number. */
export function writeDescription(writer: Writer, columns: readonly WireColumn[], fieldVersion: number): void {
  writer.integer(0).integer(columns.length);
  if (columns.length > 0) writer.byte(1);
  for (const [index, column] of columns.entries()) writeColumn(writer, column, index + 1, fieldVersion);
  writer.integer(0).integer(0).integer(0).integer(0).integer(0).integer(0);
}

export function writeRowsHeader(writer: Writer, rows: number): void {
  writer.byte(MESSAGE.rowHeader).byte(0).integer(0).integer(0).integer(rows);
  for (let field = 0; field < ROWS_HEADER_FIELDS; field += 1) writer.integer(0);
}

export function writePairs(writer: Writer, pairs: readonly AuthPair[]): void {
  writer.byte(MESSAGE.parameter).integer(pairs.length);
  for (const [key, value, flags] of pairs) writer.sizedText(key).sizedText(value).integer(flags);
}

function callStatus(context: ReplyContext): number {
  return context.inTransaction ? STATUS_IN_TRANSACTION : 0;
}
