import type { PlannedTable, PlannedView, TableDefinition } from '../model/migration-plan.ts';
import { limits } from '../model/limits.ts';
import { objectItem, type ObjectItem } from '../model/stored-item.ts';
import type { TargetIndex } from '../model/target-object.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { ProjectStore } from '../ports/project-store.ts';
import type { SchemaTarget } from '../ports/schema-target.ts';
import { decodeText } from './plan-objects.ts';

/** When an object is made: before the load, after it, or after verification. */
export type Moment = ObjectItem['moment'];

/** Within a moment tables come first, then their early indexes, then views by depth; helpers go before foreign keys come. */
const levels = { table: 0, index: 1, firstView: 2, helper: 0, foreignKey: 1 } as const;

interface Definition {
  readonly objectId: string;
  readonly kind: ObjectItem['kind'];
  readonly tableId: string;
  readonly level: number;
  readonly moment: Moment;
  readonly statements: readonly string[];
  readonly converted: boolean;
  readonly faults: ObjectItem['fault'];
}

/** Every object of a planned table: the table itself, its indexes, its foreign keys, the removal of its helper columns. */
export function tableObjects(target: SchemaTarget, planned: PlannedTable): readonly Definition[] {
  const { tableId, definition } = planned;
  const common = { tableId, converted: planned.conversions.length > 0, faults: null } as const;
  const table = { ...common, objectId: planned.objectId, kind: 'table', level: levels.table, moment: 'early' } as const;
  if (definition === null) return [{ ...table, statements: [], faults: planned.faults[0] ?? null }];
  const { indexes, foreignKeys, helperColumns } = definition;
  const objects: Definition[] = [{ ...table, statements: target.renderTable(definition.table) }];
  for (const { objectId, index, moment } of indexes) {
    const level = moment === 'early' ? levels.index : 0;
    objects.push({
      ...common,
      objectId,
      kind: 'index',
      level,
      moment,
      statements: target.renderIndex(index),
      converted: false,
    });
  }
  for (const { objectId, foreignKey } of foreignKeys) {
    const statements = target.renderForeignKey(foreignKey);
    objects.push({
      ...common,
      objectId,
      kind: 'foreign-key',
      level: levels.foreignKey,
      moment: 'last',
      statements,
      converted: false,
    });
  }
  if (helperColumns.length > 0) {
    const statements = [
      ...helperIndexes(definition).flatMap((index) => target.renderDropIndex(index)),
      ...target.renderDropColumns(definition.table.name, helperColumns),
    ];
    const place = { kind: 'helper', level: levels.helper, moment: 'last', statements, converted: false } as const;
    objects.push({ ...common, ...place, objectId: `HELPER ${tableId}` });
  }
  return objects;
}

/** Indexes over ROWID helper columns; those of partitioned tables hold the partition columns too. */
export function helperIndexes({ indexes, helperColumns }: TableDefinition): readonly TargetIndex[] {
  return indexes
    .map(({ index }) => index)
    .filter(({ columns }) => columns.some(({ name }) => helperColumns.includes(name)));
}

/** A view waits for its tables and for the views below it. */
export function viewObject(planned: PlannedView, statement: string | null): Definition {
  return {
    objectId: planned.objectId,
    kind: 'view',
    tableId: planned.objectId.replace(/^VIEW /u, ''),
    level: levels.firstView + planned.level,
    moment: 'early',
    statements: statement === null ? [] : [statement],
    converted: planned.conversions.length > 0,
    faults: statement === null ? (planned.faults[0] ?? null) : null,
  };
}

/** Statements up to this size stay in the item; longer ones become an object of their own. */
const inlineBytesMax = limits.storedItemBytesMax / 2;

/** Writes the item of an object unless it is there already. */
export async function writeObject(
  doors: { readonly store: ProjectStore; readonly objects: ObjectStore },
  projectId: string,
  definition: Definition,
): Promise<void> {
  const { objectId, kind, tableId, level, moment, faults } = definition;
  const text = JSON.stringify(definition.statements);
  const large = Buffer.byteLength(text) > inlineBytesMax;
  const key = `projects/${projectId}/schema/statements/${encodeURIComponent(objectId)}.json`;
  if (large) await doors.objects.put(key, new TextEncoder().encode(text));
  const body: ObjectItem = {
    objectId,
    kind,
    tableId,
    level,
    moment,
    status: faults === null ? 'planned' : 'refused',
    statements: large ? [] : [...definition.statements],
    statementsKey: large ? key : null,
    fault: faults,
    startedAt: null,
    endedAt: null,
  };
  await doors.store.put(objectItem, projectId, objectId, body, 0);
}

/** The statements of an object, wherever they lie. */
export async function objectStatements(objects: ObjectStore, item: ObjectItem): Promise<readonly string[]> {
  if (item.statementsKey === null) return item.statements;
  const decoded: unknown = JSON.parse(decodeText(await objects.get(item.statementsKey)));
  if (!Array.isArray(decoded)) throw new Error(`assertion failed: ${item.statementsKey} holds statements`);
  return decoded.map(String);
}
