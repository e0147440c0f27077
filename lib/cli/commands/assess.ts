import type { PlannedTable, PlannedView } from '../../model/migration-plan.ts';
import type { SchemaTarget } from '../../ports/schema-target.ts';
import { planObjects, resolve } from '../../steps/resolve-objects.ts';
import { sourceEndpoint } from '../../steps/source-endpoint.ts';
import { type Command, exitCode, flagOption } from '../command.ts';
import { openDatabaseDoors } from '../database-doors.ts';
import { faultLines } from '../fault-text.ts';
import { loadProjectFile } from '../project-file.ts';

export const assess: Command = {
  usage: 'assess FILE',
  summary: 'per object: the DDL it would create, conversions, refusals, and a fidelity statement per column',
  options: {},
  positionals: { min: 1, max: 1 },
  async run(context, [path = ''], options) {
    const { file } = await loadProjectFile(context, path);
    const doors = openDatabaseDoors();
    await using source = await doors.openSchemaSource(sourceEndpoint(file), context.signal);
    await using target = await doors.openSchemaTarget(file.target, context.signal);
    const selection = await resolve(source, file, context.signal);
    const planned: (PlannedTable | PlannedView)[] = [];
    for await (const object of planObjects(source, target, file, selection, context.signal)) {
      for (const line of objectLines(object, target)) context.say(line);
      planned.push(object);
    }
    if (flagOption(options, 'json')) context.print(JSON.stringify(planned));
    return planned.some(({ faults }) => faults.length > 0) ? exitCode.failed : exitCode.done;
  },
};

function objectLines(object: PlannedTable | PlannedView, target: SchemaTarget): readonly string[] {
  const lines = [`-- ${object.objectId}`];
  if (object.kind === 'table' && object.definition !== null) {
    const { table, indexes, foreignKeys } = object.definition;
    const statements = [
      ...target.renderTable(table),
      ...indexes.flatMap(({ index }) => target.renderIndex(index)),
      ...foreignKeys.flatMap(({ foreignKey }) => target.renderForeignKey(foreignKey)),
    ];
    lines.push(...statements.map((statement) => `${statement};`));
  }
  if (object.kind === 'table') {
    for (const { column, sourceType, targetType, loss } of object.fidelity) {
      if (loss !== null) lines.push(`-- ${column}: ${sourceType} to ${targetType}: ${loss}`);
    }
  }
  lines.push(...object.conversions.map((conversion) => `-- conversion: ${conversion}`));
  for (const fault of object.faults) lines.push(...faultLines(fault).map((line) => `-- refused: ${line}`));
  return lines;
}
