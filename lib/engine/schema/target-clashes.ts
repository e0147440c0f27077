/**
 * Two source objects that would become one on the target: their rows would mix. Renames, the schema map and the case rule
 * can all bring it about, so it is looked for among the final names, as the server tells names apart.
 */
import { Fault } from '../../model/fault.ts';
import type { SelectedObject } from '../../model/selected-object.ts';
import { tableId } from '../../model/source-table.ts';
import type { TargetServer } from '../../model/target-object.ts';
import type { ConversionSettings } from './plan-request.ts';
import { targetTableName } from './target-name.ts';

/** The fault of every object whose target name another one has too, by `SCHEMA.NAME` of the source. */
export function targetClashes(
  selected: readonly SelectedObject[],
  settings: Pick<ConversionSettings, 'schemas' | 'identifierCase'>,
  server: Pick<TargetServer, 'lowerCaseTableNames'>,
): ReadonlyMap<string, Fault> {
  const groups = new Map<string, string[]>();
  for (const object of selected) {
    const { schema, table } = targetTableName(object, settings.schemas, settings.identifierCase);
    const shown = JSON.stringify([schema, table]);
    const key = server.lowerCaseTableNames === 0 ? shown : shown.toLowerCase();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [tableId(object.name)]);
    else group.push(tableId(object.name));
  }
  const faults = new Map<string, Fault>();
  for (const ids of groups.values()) {
    if (ids.length === 1) continue;
    for (const id of ids) {
      const others = ids.filter((other) => other !== id).slice(0, 3);
      const cause = `it has the same name on the target as ${others.join(', ')}: their rows would mix`;
      faults.set(id, new Fault('NAME_REFUSED', cause, { subject: id }));
    }
  }
  return faults;
}
