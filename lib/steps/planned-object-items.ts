import type { ResolvedSelection } from '../engine/selection/resolve-selection.ts';
import type { PlannedTable, PlannedView } from '../model/migration-plan.ts';
import type { PrecheckItem } from '../model/precheck-item.ts';
import type { ProjectFile } from '../model/project.ts';
import type { StoredFault } from '../model/stored-item.ts';
import type { SchemaSource } from '../ports/schema-source.ts';
import type { SchemaTarget } from '../ports/schema-target.ts';
import { planObjects } from './resolve-objects.ts';

/** Objects named in one item at most; the count says how many there are. */
const namedMax = 10;

/** What planning every selected object, without making any, finds: one item per kind of trouble, with the objects it concerns. */
export async function plannedObjectItems(
  source: SchemaSource,
  target: SchemaTarget,
  spec: ProjectFile,
  selection: ResolvedSelection,
  signal: AbortSignal,
): Promise<readonly PrecheckItem[]> {
  const found = new Findings();
  for await (const planned of planObjects(source, target, spec, selection, signal)) {
    found.add(planned);
    if (planned.kind === 'table' && planned.definition !== null) await found.addTarget(target, spec, planned, signal);
  }
  return found.items(spec);
}

class Findings {
  readonly #faults = new Map<string, { readonly objects: string[]; readonly first: StoredFault }>();
  readonly #keyless: string[] = [];
  readonly #existing: string[] = [];
  readonly #filled: string[] = [];

  add(planned: PlannedTable | PlannedView): void {
    // A view without a translation waits for its DDL at SchemaDecision: that is no reason not to begin.
    if (planned.kind === 'view') return;
    for (const fault of planned.faults) {
      const known = this.#faults.get(fault.code);
      if (known === undefined)
        this.#faults.set(fault.code, { objects: [fault.subject ?? planned.tableId], first: fault });
      else known.objects.push(fault.subject ?? planned.tableId);
    }
    if (planned.definition?.plan.identity.kind === 'rowid') this.#keyless.push(planned.tableId);
  }

  async addTarget(target: SchemaTarget, spec: ProjectFile, planned: PlannedTable, signal: AbortSignal): Promise<void> {
    const name = planned.definition?.plan.target;
    if (name === undefined || !(await target.tableExists(name, signal))) return;
    const text = `${name.schema}.${name.table}`;
    if (spec.types.includes('schema')) this.#existing.push(text);
    else if (spec.types.includes('full') && (await target.tableHasRows(name, signal))) this.#filled.push(text);
  }

  items(spec: ProjectFile): readonly PrecheckItem[] {
    const mayBeFilled = spec.full !== undefined && spec.full.nonEmptyTarget !== 'refuse';
    return [
      this.#planned('objects.names', 'NAME_REFUSED'),
      this.#planned('objects.types', 'TYPE_REFUSED'),
      this.#planned('objects.limits', 'TARGET_LIMIT'),
      ...[...this.#faults.keys()]
        .filter((code) => !['NAME_REFUSED', 'TYPE_REFUSED', 'TARGET_LIMIT'].includes(code))
        .map((code) => this.#planned(`objects.${code.toLowerCase()}`, code)),
      {
        ...item('objects.keys', 'source', []),
        cause: this.#keyless.length === 0 ? null : `without a key, told apart by ROWID: ${listed(this.#keyless)}`,
      },
      {
        ...item('target.tables', 'target', this.#existing),
        remedy:
          this.#existing.length === 0 ? null : 'Drop or rename them on the target, or skip them at SchemaDecision.',
      },
      {
        ...item('target.empty', 'target', mayBeFilled ? [] : this.#filled),
        skippable: false,
        remedy: this.#filled.length === 0 ? null : 'Empty them, or set full.nonEmptyTarget.',
      },
    ];
  }

  #planned(id: string, code: string): PrecheckItem {
    const found = this.#faults.get(code);
    if (found === undefined) return item(id, 'source', []);
    return {
      ...item(id, 'source', found.objects),
      cause: `${listed(found.objects)}: ${found.first.cause}`,
      remedy: found.first.remedy,
    };
  }
}

function item(id: string, side: PrecheckItem['side'], objects: readonly string[]): PrecheckItem {
  const failed = objects.length > 0;
  return {
    id,
    side,
    status: failed ? 'failed' : 'passed',
    skippable: true,
    cause: failed ? listed(objects) : null,
    remedy: null,
  };
}

function listed(objects: readonly string[]): string {
  const more = objects.length - namedMax;
  return `${objects.slice(0, namedMax).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
