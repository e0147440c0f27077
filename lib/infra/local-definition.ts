import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type FunctionsManifest, localDefinitionFile } from '../model/functions-manifest.ts';

/**
 * Writes the state machine's definition as the template holds it, with CloudFormation's references replaced by names an
 * interpreter on one machine can look up: functions become `arn:aws:lambda:local:000000000000:function:<name>`, task
 * definitions `worker:<name>`, everything else its logical id. Nothing else of the definition is touched.
 */
export function writeLocalDefinition(directory: string, manifest: FunctionsManifest): void {
  const template = templateSchema.parse(JSON.parse(readFileSync(path.join(directory, manifest.template), 'utf8')));
  const machine = machineSchema.parse(template.Resources[manifest.stateMachine.logicalId]);
  const text = resolved(machine.Properties.DefinitionString, names(manifest));
  const definition: unknown = JSON.parse(text);
  writeFileSync(path.join(directory, localDefinitionFile), `${JSON.stringify(definition, null, 1)}\n`);
}

const templateSchema = z.object({ Resources: z.record(z.string(), z.unknown()) });
const machineSchema = z.object({ Properties: z.object({ DefinitionString: z.unknown() }) });

const joinSchema = z.strictObject({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) });
const getAttSchema = z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });
const refSchema = z.strictObject({ Ref: z.string() });
const importSchema = z.strictObject({ 'Fn::ImportValue': z.string() });
const outputSchema = z.strictObject({ 'Fn::GetStackOutput': z.looseObject({ OutputName: z.string() }) });

function names(manifest: FunctionsManifest): ReadonlyMap<string, string> {
  return new Map([
    ['AWS::Partition', 'aws'],
    ...Object.entries(manifest.functions).map(
      ([name, { logicalId }]) => [logicalId, `arn:aws:lambda:local:000000000000:function:${name}`] as const,
    ),
    ...Object.entries(manifest.workers).map(([name, { logicalId }]) => [logicalId, `worker:${name}`] as const),
  ]);
}

/** Evaluates the few intrinsic functions a definition may hold; an unknown one is an error, never left in. */
function resolved(value: unknown, known: ReadonlyMap<string, string>): string {
  if (typeof value === 'string') return value;
  const name = (id: string): string => known.get(id) ?? id;
  const join = joinSchema.safeParse(value);
  if (join.success) {
    const [separator, parts] = join.data['Fn::Join'];
    return parts.map((part) => resolved(part, known)).join(separator);
  }
  const getAtt = getAttSchema.safeParse(value);
  if (getAtt.success) return name(getAtt.data['Fn::GetAtt'][0]);
  const ref = refSchema.safeParse(value);
  if (ref.success) return name(ref.data.Ref);
  const imported = importSchema.safeParse(value);
  if (imported.success) return imported.data['Fn::ImportValue'];
  return outputSchema.parse(value)['Fn::GetStackOutput'].OutputName;
}
