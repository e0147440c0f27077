import type { ConversionSettings } from '../engine/schema/plan-request.ts';
import { targetTableName } from '../engine/schema/target-name.ts';
import { Fault } from '../model/fault.ts';
import type { PlannedView } from '../model/migration-plan.ts';
import type { SelectedObject } from '../model/selected-object.ts';
import { type SourceView, tableId } from '../model/source-table.ts';

/** Views are not translated yet: each is refused, so that it waits at the gate instead of being forgotten. */
export function planView(view: SourceView, selected: SelectedObject, settings: ConversionSettings): PlannedView {
  const id = tableId(view.name);
  const fault = new Fault('NOT_BUILT', `the SELECT of view ${id} is not translated yet`, {
    subject: id,
    remedy: 'Create the view on the target by hand and skip it, or give its DDL with edit-ddl and retry.',
  });
  return {
    kind: 'view',
    objectId: `VIEW ${id}`,
    level: 0,
    target: targetTableName(selected, settings.schemas, settings.identifierCase),
    definition: null,
    conversions: [],
    faults: [fault.record],
  };
}
