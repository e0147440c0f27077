import { assert, Fault, unreachable } from '../../model/fault.ts';
import type { ColumnPlan } from '../../model/table-plan.ts';
import type { CanonicalValue } from '../../model/value.ts';
import { bytesLiteral, decimalLiteral, doubleLiteral, textLiteral, wholeLiteral } from './literal.ts';

/** How a column's values are written on the target. `text` includes everything quoted: dates, zones, intervals. */
export type Writing = 'whole' | 'decimal' | 'double' | 'text' | 'bytes';

export function writingOf(column: ColumnPlan): Writing {
  switch (column.targetType.kind) {
    case 'decimal':
      return 'decimal';
    case 'bigint':
    case 'boolean':
      return 'whole';
    case 'double':
      return 'double';
    case 'varbinary':
    case 'longblob':
      return 'bytes';
    case 'char':
    case 'varchar':
    case 'datetime':
    case 'longtext':
      return 'text';
    default:
      return unreachable(column.targetType, 'target type');
  }
}

/** True for text whose equality pads blanks on the target, so that byte equality must be asked for apart (V5). */
export function comparesPadded(column: ColumnPlan): boolean {
  const kind = column.targetType.kind;
  return kind === 'char' || kind === 'varchar' || kind === 'longtext';
}

/** A function from a column's canonical values to SQL literals; made once per column, called once per value. */
export function literalOf(column: ColumnPlan): (value: CanonicalValue) => string {
  const writing = writingOf(column);
  return (value) => {
    if (value === null) return 'NULL';
    if (typeof value !== 'string') return bytesLiteral(bytesOf(column, writing, value));
    switch (writing) {
      case 'whole':
        return named(column, () => wholeLiteral(value));
      case 'decimal':
        return named(column, () => decimalLiteral(value));
      case 'double':
        return named(column, () => doubleLiteral(value));
      case 'text':
        return textLiteral(value);
      case 'bytes':
        throw new Error(`assertion failed: column ${column.targetName} takes bytes and was given text`);
      default:
        return unreachable(writing, 'writing');
    }
  };
}

function bytesOf(column: ColumnPlan, writing: Writing, value: Uint8Array): Uint8Array {
  assert(writing === 'bytes', `column ${column.targetName} takes text and was given bytes`);
  return value;
}

/** Adds the column's name to a refusal that came without one. */
function named(column: ColumnPlan, render: () => string): string {
  try {
    return render();
  } catch (error) {
    if (!(error instanceof Fault) || error.record.subject !== null) throw error;
    throw new Fault(error.code, error.record.cause, { subject: column.targetName, error });
  }
}

/** Nearly the bytes a value takes as a literal; bounds statements. */
export function literalBytes(value: CanonicalValue): number {
  if (value === null) return 6;
  return typeof value === 'string' ? value.length * 2 + 4 : value.byteLength * 2 + 6;
}
