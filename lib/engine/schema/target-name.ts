/** Names of the target: case, renames, lengths, characters that are refused. Reserved words are only quoted. */
import { Fault } from '../../model/fault.ts';
import type { SelectedObject } from '../../model/selected-object.ts';
import type { TableName } from '../../model/source-table.ts';

export type IdentifierCase = 'lower' | 'upper' | 'source';

/** The case rule applied to a name that the project does not rename. */
export function foldName(name: string, identifierCase: IdentifierCase): string {
  if (identifierCase === 'source') return name;
  return identifierCase === 'lower' ? name.toLowerCase() : name.toUpperCase();
}

/** Schema and table name on the target: an explicit rename, else the schema map, else the source name in the chosen case. */
export function targetTableName(
  selected: SelectedObject,
  schemas: Readonly<Record<string, string>>,
  identifierCase: IdentifierCase,
): TableName {
  const { schema, table } = selected.name;
  const mapped = Object.hasOwn(schemas, schema) ? schemas[schema] : undefined;
  return {
    schema: selected.renameSchema ?? mapped ?? foldName(schema, identifierCase),
    table: selected.renameTable ?? foldName(table, identifierCase),
  };
}

const chinese = /\p{Script=Han}/u;
/** Refused in schema and table names: they end names in manifests, filters and tools of the target. */
const refusedInTableNames = /[.|"'`()=;/&\\]/;
const endsInBlank = / $/;

/** Why a name cannot be used on the target, or null. `subject` names the object in the fault. */
export function nameFault(
  name: string,
  what: 'schema' | 'table' | 'column' | 'view',
  subject: string,
  charactersMax: number,
): Fault | null {
  const cause = nameProblem(name, what, charactersMax);
  return cause === null ? null : new Fault('NAME_REFUSED', cause, { subject });
}

function nameProblem(name: string, what: string, charactersMax: number): string | null {
  if (name === '') return `the ${what} name is empty`;
  if (name.length > charactersMax) {
    return `the ${what} name has ${name.length} characters, the target holds ${charactersMax}: give it a shorter one with \`rename\``;
  }
  if (chinese.test(name)) return `the ${what} name has Chinese characters`;
  if (hasControlCharacter(name)) return `the ${what} name has control characters`;
  if (endsInBlank.test(name)) return `the ${what} name ends in a blank`;
  if (what === 'column') return null;
  if (name.includes('$$')) return `the ${what} name has \`$$\``;
  const refused = refusedInTableNames.exec(name);
  return refused === null ? null : `the ${what} name has the character ${refused[0]}`;
}

function hasControlCharacter(name: string): boolean {
  for (let index = 0; index < name.length; index += 1) {
    if (name.charCodeAt(index) < 0x20) return true;
  }
  return false;
}

/** A name of at most `charactersMax`: kept, or its beginning and a digest of the whole. */
export function shortenName(name: string, charactersMax: number): string {
  if (name.length <= charactersMax) return name;
  const digest = digestOf(name);
  return `${name.slice(0, charactersMax - digest.length - 1)}_${digest}`;
}

/** FNV-1a, 64 bits: tells long names with the same beginning apart. */
function digestOf(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(36);
}
