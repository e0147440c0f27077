import { foldName } from '../engine/schema/target-name.ts';
import { selectedSchemas } from '../engine/selection/resolve-selection.ts';
import { parseObjectRule } from '../engine/selection/object-pattern.ts';
import type { ProjectFile } from '../model/project.ts';

/** Databases of the target that a project writes: mapped, renamed, or by the case rule. */
export function targetDatabases(spec: ProjectFile): readonly string[] {
  const named = new Set<string>();
  const renamed = new Map<string, string>();
  for (const { schema, rename } of spec.objects.specified ?? []) {
    if (rename?.schema !== undefined) renamed.set(schema, rename.schema);
  }
  for (const rule of spec.objects.rules?.include ?? []) {
    const { target } = parseObjectRule(rule);
    if (target !== null) named.add(target.schema);
  }
  const identifierCase = spec.conversion?.identifierCase ?? 'lower';
  for (const schema of selectedSchemas(spec.objects)) {
    const mapped = Object.hasOwn(spec.schemas, schema) ? spec.schemas[schema] : undefined;
    named.add(renamed.get(schema) ?? mapped ?? foldName(schema, identifierCase));
  }
  return [...named].sort();
}
