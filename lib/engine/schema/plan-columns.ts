/** Columns of a table: which are migrated, under which name and type, with which default; and the ROWID helpers. */
import { Fault } from '../../model/fault.ts';
import type { ColumnFidelity } from '../../model/migration-plan.ts';
import type { SourceColumn, SourceTable } from '../../model/source-table.ts';
import type { ColumnPlan } from '../../model/table-plan.ts';
import type { TargetColumn, TargetDefault } from '../../model/target-object.ts';
import type { TargetType } from '../../model/target-type.ts';
import { mapDefault } from './column-default.ts';
import type { PlanRequest } from './plan-request.ts';
import { foldName, nameFault } from './target-name.ts';
import { oracleTypeName, targetTypeName } from './type-name.ts';
import { mapType } from './type-table.ts';

/** A migrated column: how it is carried, and how it is declared on the target. */
export interface PlannedColumn {
  readonly plan: ColumnPlan;
  readonly target: TargetColumn;
}

export interface PlannedColumns {
  readonly columns: readonly PlannedColumn[];
  readonly fidelity: readonly ColumnFidelity[];
  readonly conversions: readonly string[];
  readonly faults: readonly Fault[];
}

/** Columns that the project migrates at all: not excluded, not hidden, not generated. */
export function migratedColumns(request: PlanRequest): readonly SourceColumn[] {
  const excluded = new Set(request.selected.excludedColumns);
  return request.table.columns.filter((column) => !column.hidden && !column.virtual && !excluded.has(column.name));
}

/** Maps the columns of a table. `keyColumns` are source names in any primary or unique key of the target. */
export function planColumns(request: PlanRequest, keyColumns: ReadonlySet<string>): PlannedColumns {
  const columns: PlannedColumn[] = [];
  const fidelity: ColumnFidelity[] = [];
  const conversions = [...unknownColumns(request), ...leftOutColumns(request.table)];
  const faults: Fault[] = [];
  for (const column of migratedColumns(request)) {
    const mapped = planColumn(request, column, keyColumns.has(column.name));
    fidelity.push(mapped.fidelity);
    conversions.push(...mapped.conversions);
    if (mapped.fault !== null) faults.push(mapped.fault);
    if (mapped.column !== null) columns.push(mapped.column);
  }
  return { columns, fidelity, conversions, faults: [...faults, ...collisions(request, columns)] };
}

interface MappedColumn {
  readonly column: PlannedColumn | null;
  readonly fidelity: ColumnFidelity;
  readonly conversions: readonly string[];
  readonly fault: Fault | null;
}

function planColumn(request: PlanRequest, column: SourceColumn, inKey: boolean): MappedColumn {
  const { settings, server, selected } = request;
  const subject = `${request.table.name.schema}.${request.table.name.table}.${column.name}`;
  const renamed = Object.hasOwn(selected.renamedColumns, column.name)
    ? selected.renamedColumns[column.name]
    : undefined;
  const targetName = renamed ?? foldName(column.name, settings.identifierCase);
  const mapping = mapType(column.type, { ...settings, limits: server.limits, inKey });
  const about = { column: column.name, sourceType: oracleTypeName(column.type), targetColumn: targetName };
  if (mapping.kind === 'refused') {
    const fault = new Fault('TYPE_REFUSED', mapping.reason, { subject });
    return {
      column: null,
      fidelity: { ...about, targetType: 'refused', loss: mapping.reason },
      conversions: [],
      fault,
    };
  }
  const { targetType, form, loss } = mapping;
  const mappedDefault = mapDefault(column.defaultText, targetType);
  const comment = cutComment(column.comment);
  return {
    column: {
      plan: {
        origin: { kind: 'column', name: column.name, type: column.type },
        targetName,
        targetType,
        form,
        nullable: column.nullable,
        loss,
      },
      target: {
        name: targetName,
        type: targetType,
        nullable: column.nullable,
        default: mappedDefault.value,
        comment: comment.text,
      },
    },
    fidelity: { ...about, targetType: targetTypeName(targetType), loss },
    conversions: columnConversions(column, targetType, mappedDefault.conversion, comment.conversion),
    fault: nameFault(targetName, 'column', subject, server.limits.columnNameCharacters),
  };
}

function columnConversions(
  column: SourceColumn,
  targetType: TargetType,
  ...stated: readonly (string | null)[]
): readonly string[] {
  const conversions = stated.filter((text) => text !== null);
  if (column.identity !== 'none') conversions.push('identity generation is left out; the values are loaded');
  const kind = column.type.kind;
  if (targetType.kind === 'longtext' && kind !== 'clob' && kind !== 'nclob') {
    conversions.push(`${oracleTypeName(column.type)} becomes LONGTEXT: longer than the server's VARCHAR`);
  }
  return conversions.map((text) => `column ${column.name}: ${text}`);
}

/** OceanBase holds 1,024 characters of a comment, MySQL no fewer. */
export const commentCharactersMax = 1_024;

/** A comment of the target, cut with a statement when it is too long. */
export function cutComment(comment: string | null): {
  readonly text: string | null;
  readonly conversion: string | null;
} {
  if (comment === null || comment === '') return { text: null, conversion: null };
  const characters = Array.from(comment);
  if (characters.length <= commentCharactersMax) return { text: comment, conversion: null };
  return {
    text: characters.slice(0, commentCharactersMax).join(''),
    conversion: `the comment is cut to ${commentCharactersMax} of its ${characters.length} characters`,
  };
}

function leftOutColumns(table: SourceTable): readonly string[] {
  return table.columns
    .filter((column) => column.virtual && !column.hidden)
    .map((column) => `column ${column.name}: generated on the source, left out on the target`);
}

/** Names the project file excludes or renames and the table does not have: a spelling mistake must not pass. */
function unknownColumns(request: PlanRequest): readonly string[] {
  const known = new Set(request.table.columns.map((column) => column.name));
  return [...request.selected.excludedColumns, ...Object.keys(request.selected.renamedColumns)]
    .filter((name) => !known.has(name))
    .map((name) => `column ${name}: named in the project file, but the table has no such column`);
}

/** Column names of the target are compared without regard to case. */
function collisions(request: PlanRequest, columns: readonly PlannedColumn[]): readonly Fault[] {
  const seen = new Set<string>();
  const faults: Fault[] = [];
  for (const { target } of columns) {
    const folded = target.name.toLowerCase();
    if (seen.has(folded)) {
      faults.push(
        new Fault('NAME_REFUSED', `two columns are named ${target.name} on the target, where case does not matter`, {
          subject: `${request.table.name.schema}.${request.table.name.table}`,
          remedy: 'Give one of them another name with columns.rename.',
        }),
      );
    }
    seen.add(folded);
  }
  return faults;
}

const rowidParts = [
  { part: 'object', name: 'SEAWARD_OBJECT' },
  { part: 'file', name: 'SEAWARD_FILE' },
  { part: 'block', name: 'SEAWARD_BLOCK' },
  { part: 'row', name: 'SEAWARD_ROW' },
] as const;

/** The four columns that hold the ROWID of a row without a key. */
export function rowidColumns(request: PlanRequest): readonly PlannedColumn[] {
  const none: TargetDefault = { kind: 'none' };
  return rowidParts.map(({ part, name }) => {
    const targetName = foldName(name, request.settings.identifierCase);
    const type: TargetType = { kind: 'bigint' };
    return {
      plan: {
        origin: { kind: 'rowid-part', part },
        targetName,
        targetType: type,
        form: 'decimal',
        nullable: false,
        loss: null,
      },
      target: {
        name: targetName,
        type,
        nullable: false,
        default: none,
        comment: 'ROWID on the source; reserved for Seaward',
      },
    };
  });
}
