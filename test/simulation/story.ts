import type { GateAnswer, GateName } from '../../lib/model/gate.ts';
import { type GateItem, projectItem, type ProjectItem, tableLoadItem } from '../../lib/model/stored-item.ts';
import type { RunReport } from '../../lib/model/run-report.ts';
import type { SourceTable } from '../../lib/model/source-table.ts';
import type { TablePlan } from '../../lib/model/table-plan.ts';
import type { CanonicalRow } from '../../lib/model/value.ts';
import { buildReport } from '../../lib/steps/build-report.ts';
import { PlannedTables, readPlanIndex } from '../../lib/steps/plan-objects.ts';
import { column, key, number, required, sourceTable, varchar } from '../engine/schema/planning.ts';
import { manualClock } from '../support/memory-doors.ts';
import { memoryObjectStore } from '../support/memory-object-store.ts';
import { memoryProjectStore } from '../support/memory-project-store.ts';
import { identityOf, keyText } from './key-order.ts';
import { type Ending, Machine, type Operator } from './machine.ts';
import { SeededRandom } from './seeded-random.ts';
import type { World } from './simulated-doors.ts';
import { SimulatedSource, SimulatedTable, type SourceValues } from './simulated-source.ts';
import { SimulatedTarget } from './simulated-target.ts';
import { Turnstile } from './turnstile.ts';

/** Bytes of a row such that planning puts one row to a block and cuts an extent into several ranges. */
const averageRowBytes = 8_192;

const keyed: SourceTable = sourceTable({
  name: { schema: 'SHOP', table: 'KEYED' },
  columns: [required('ID', number(9, 0)), column('NAME', varchar(20)), column('CODE', varchar(20))],
  primaryKey: key('KEYED_PK', 'ID'),
  uniqueKeys: [key('KEYED_CODE', 'CODE')],
  indexes: [
    {
      name: 'KEYED_NAME',
      unique: false,
      parts: [{ column: 'NAME', expression: null, descending: false }],
      type: 'NORMAL',
    },
  ],
  rowsEstimated: 20n,
  averageRowBytes,
});

const keyless: SourceTable = sourceTable({
  name: { schema: 'SHOP', table: 'KEYLESS' },
  columns: [column('N', number(9, 0)), column('NOTE', varchar(20))],
  primaryKey: null,
  rowsEstimated: 20n,
  averageRowBytes,
});

const organized: SourceTable = sourceTable({
  name: { schema: 'SHOP', table: 'ORGANIZED' },
  columns: [required('K', varchar(8)), column('NOTE', varchar(20))],
  primaryKey: key('ORGANIZED_PK', 'K'),
  organization: 'index',
  rowsEstimated: 20n,
  averageRowBytes,
});

/** What a question may be about: what the story did, never what the product did to itself. */
const expectedFaults: ReadonlySet<string> = new Set([
  'SOURCE_ERROR',
  'TARGET_ERROR',
  'SNAPSHOT_TOO_OLD',
  'TABLE_CHANGED',
  'DATA_OBJECT_VANISHED',
  'SOURCE_UNREACHABLE',
  'TARGET_UNREACHABLE',
  'STORE_UNREACHABLE',
  'CHUNK_STUCK',
]);

export interface Told {
  readonly ending: Ending;
  readonly calls: number;
  /** What is wrong, in words; empty when all is well. */
  readonly wrong: readonly string[];
}

/** One story from a seed: its tables, its troubles, its end, and what a naive model says of it. */
export class Story {
  readonly #random: SeededRandom;
  readonly #world: World;
  readonly #source = new SimulatedSource();
  readonly #target = new SimulatedTarget();
  readonly #machine: Machine;
  readonly #wrong: string[] = [];
  readonly #given = new Set<GateAnswer>();
  #questions = 0;
  #structuralChanges: number;
  readonly #mayDelete: boolean;
  readonly #extras = new Map<string, CanonicalRow[]>();
  #isLoading = false;
  #isPlanted = false;
  #undoLosses: number;
  #numbers = 0;

  constructor(seed: number) {
    const random = new SeededRandom(seed);
    this.#random = random;
    const troublesMax = random.below(30);
    const turnstile = new Turnstile(random, { crash: 0.01 * random.below(4), fault: 0.01, troublesMax });
    turnstile.between = () => this.#write();
    this.#mayDelete = random.chance(0.7);
    this.#undoLosses = random.chance(0.4) ? 1 + random.below(2) : 0;
    this.#structuralChanges = random.chance(0.3) ? 1 + random.below(2) : 0;
    this.#world = {
      random,
      turnstile,
      source: this.#source,
      target: this.#target,
      store: memoryProjectStore(),
      objects: memoryObjectStore(),
      clock: manualClock(),
      beforeRead: (table) => this.#loseUndo(table),
    };
    this.#makeTables();
    const operator: Operator = {
      answer: (gate, question) => this.#answer(gate, question),
      enters: async (stage) => {
        this.#isLoading = stage === 'load';
        if (stage !== 'verification' || this.#isPlanted) return;
        this.#isPlanted = true;
        await this.#judge('loaded');
        this.#plant();
      },
    };
    const workers = 1 + random.below(4);
    const concurrency = { workers, rowsPerRead: 3, rowsPerWrite: 2, connections: 10 };
    this.#machine = new Machine(this.#world, projectFile(concurrency, this.#source), operator);
  }

  async tell(): Promise<Told> {
    const { turnstile } = this.#world;
    const ending = await turnstile.until(this.#machine.run());
    if (ending === 'completed') await this.#judge('completed');
    return { ending, calls: turnstile.calls, wrong: this.#wrong };
  }

  #makeTables(): void {
    const random = this.#random;
    const all = [keyed, keyless, organized].filter(() => random.chance(0.8));
    let object = 70_000;
    for (const definition of all.length === 0 ? [keyed] : all) {
      const table = new SimulatedTable(definition);
      const pieces = definition.organization === 'heap' && definition === keyless ? ['P1', 'P2'] : [null];
      for (const partition of random.chance(0.5) ? [null] : pieces) {
        object += 1 + random.below(5);
        table.addPiece(partition, object, random);
      }
      this.#source.add(table);
      for (let count = random.below(20); count > 0; count -= 1) this.#insert(table);
    }
  }

  /** The application: one row of one table, and its commit. */
  #write(): void {
    const random = this.#random;
    const table = random.pick([...this.#source.tables.values()]);
    this.#source.scn += BigInt(1 + random.below(3));
    const rows = table.asOf(this.#source.scn);
    const deed = random.below(4);
    if (deed === 0 || rows.length === 0) this.#insert(table);
    else {
      const { rowid, partition, values } = random.pick(rows);
      table.write(this.#source.scn, rowid, partition, deed === 1 ? null : this.#values(table, values));
    }
    if (this.#isLoading && this.#structuralChanges > 0 && random.chance(0.02)) {
      this.#structuralChanges -= 1;
      this.#source.scn += 1n;
      if (random.chance(0.5)) table.truncate(this.#source.scn);
      else if (table.pieces.every(({ partition }) => partition !== null))
        table.addPiece('P9', 80_000 + this.#structuralChanges, random);
    }
  }

  #insert(table: SimulatedTable): void {
    const { rowid, partition } = table.newRowid(this.#random);
    table.write(this.#source.scn, rowid, partition, this.#values(table, null));
  }

  /** Values of a new row, or of a changed one; its key is kept nearly always. */
  #values(table: SimulatedTable, before: SourceValues | null): SourceValues {
    this.#numbers += 1;
    const random = this.#random;
    const number = this.#numbers;
    const text = random.chance(0.2) ? null : `text ${number}`;
    const keeps = before !== null && random.chance(0.8);
    switch (table.definition) {
      case keyed:
        return { ID: keeps ? (before['ID'] ?? null) : String(number), NAME: text, CODE: `code ${number}` };
      case keyless:
        return { N: String(random.below(3)), NOTE: random.chance(0.5) ? 'same' : text };
      default: {
        const letter = random.pick(['a', 'B', 'c', 'D', 'e', 'F', 'Z', 'z']);
        return { K: keeps ? (before['K'] ?? null) : `${letter}${number}`, NOTE: text };
      }
    }
  }

  #loseUndo(id: string): void {
    if (!this.#isLoading || this.#undoLosses === 0 || !this.#random.chance(0.05)) return;
    this.#undoLosses -= 1;
    const table = this.#source.table(id);
    this.#source.scn += 1n;
    table.undoSince = this.#source.scn;
  }

  #answer(gate: GateName, { allowed, question, faults }: GateItem): { answer: GateAnswer; detail?: string } {
    this.#questions += 1;
    if (this.#questions > 60) return { answer: 'abort' };
    const odd = faults.filter(({ code }) => !expectedFaults.has(code));
    if (odd.length > 0) this.#wrong.push(`${gate} asks about ${JSON.stringify(odd)}`);
    if (gate === 'PrecheckDecision' && allowed.includes('skip')) {
      this.#onlyOnce('skip', question);
      return { answer: 'skip', detail: 'source.archivelog' };
    }
    if (gate === 'VerificationDecision') {
      if (this.#mayDelete && allowed.includes('repair-and-delete')) return this.#repair('repair-and-delete', question);
      if (allowed.includes('repair')) return this.#repair('repair', question);
      if (allowed.includes('accept')) {
        this.#onlyOnce('accept', question);
        return { answer: 'accept' };
      }
    }
    return { answer: allowed.find((one) => one === 'retry') ?? allowed[0] ?? 'abort' };
  }

  /** Differences were planted once, so they are asked about once. */
  #repair(answer: GateAnswer, question: string): { answer: GateAnswer } {
    this.#onlyOnce('repair', question);
    return { answer };
  }

  #onlyOnce(answer: GateAnswer, question: string): void {
    if (this.#given.has(answer)) this.#wrong.push(`asked again: ${question}`);
    this.#given.add(answer);
  }

  /** Differences between load and verification: rows gone, changed, and never seen. */
  #plant(): void {
    const random = this.#random;
    for (const [name, stored] of this.#target.tables) {
      const id = `SHOP.${(name.split('.')[1] ?? '').toUpperCase()}`;
      if (random.chance(0.3)) continue;
      if (stored.rows.length > 0 && random.chance(0.6)) stored.rows.splice(random.below(stored.rows.length), 1);
      const value = id === 'SHOP.KEYED' ? 'name' : 'note';
      if (stored.rows.length > 0 && random.chance(0.6)) random.pick(stored.rows).set(value, 'planted');
      if (random.chance(0.5)) this.#plantExtra(id, stored);
    }
  }

  #plantExtra(id: string, stored: { readonly columns: readonly string[]; rows: Map<string, unknown>[] }): void {
    const random = this.#random;
    const row = new Map<string, string | null>(stored.columns.map((name) => [name, null]));
    if (id === 'SHOP.KEYED') row.set('id', String(random.pick([-5, 900_000])));
    if (id === 'SHOP.ORGANIZED') row.set('k', random.pick(['', 'A', 'M', 'm', '~']) + 'extra');
    if (id === 'SHOP.KEYLESS') {
      row.set('seaward_object', String(random.pick([1, 70_003, 99_999])));
      row.set('seaward_file', '9');
      row.set('seaward_block', String(random.below(1_000_000)));
      row.set('seaward_row', '60');
    }
    stored.rows.push(row);
    this.#extras.set(id, [[...row.values()]]);
  }

  /** The naive model: every table holds the source as of its SCN, and the extra rows nobody allowed to delete. */
  async #judge(when: 'loaded' | 'completed'): Promise<void> {
    const { store, objects } = this.#world;
    const { projectId } = this.#machine;
    const project = (await store.get(projectItem, projectId, null))?.body;
    if (project === undefined || project.snapshotScn === null) throw new Error('completed without a snapshot SCN');
    if (when === 'completed' && project.state !== 'completed') this.#wrong.push(`the project is ${project.state}`);
    const planned = new PlannedTables(objects, await readPlanIndex(objects, project));
    const reported = this.#report(project);
    for (const table of this.#source.tables.values()) {
      const { plan } = await planned.definition(table.id);
      const own = await store.get(tableLoadItem, projectId, table.id);
      const scn = BigInt(own?.body.scn ?? project.snapshotScn);
      const expected = table.asOf(scn).map((row) => table.canonical(plan, row));
      const extras = when === 'loaded' || this.#mayDelete ? [] : (this.#extras.get(table.id) ?? []);
      this.#compare(table.id, plan, [...expected, ...extras]);
      if (when === 'completed') this.#compareReport(await reported, table.id, expected.length);
    }
  }

  async #report(project: ProjectItem): Promise<RunReport> {
    const { store, objects } = this.#world;
    return buildReport({ store, objects }, project);
  }

  /** The report says what happened, whoever died on the way. */
  #compareReport({ tables }: RunReport, id: string, rows: number): void {
    const table = tables.find(({ source }) => source === id);
    if (table?.rowsLoaded !== rows) this.#wrong.push(`${id}: ${rows} rows, reported ${table?.rowsLoaded ?? 'none'}`);
    const seen = table?.verification?.compared;
    if (seen !== rows) this.#wrong.push(`${id}: ${rows} rows to compare, reported ${seen ?? 'none'}`);
  }

  #compare(id: string, plan: TablePlan, wanted: readonly CanonicalRow[]): void {
    // Helper columns are gone by now.
    const seen = plan.columns.flatMap(({ origin }, at) => (origin.kind === 'rowid-part' ? [] : [at]));
    const texts = (rows: readonly CanonicalRow[]): string =>
      rows
        .map((row) => keyText(seen.map((at) => row[at] ?? null)))
        .sort()
        .join('\n');
    const found = this.#target.rows(plan);
    if (texts(found) !== texts(wanted)) {
      this.#wrong.push(
        `${id}: expected ${wanted.length} rows, found ${found.length}:\n${texts(wanted)}\n--\n${texts(found)}`,
      );
    }
    if (
      new Set(found.map((row) => keyText(identityOf(plan, row)))).size !== found.length &&
      plan.identity.kind === 'key'
    ) {
      this.#wrong.push(`${id}: a key stands twice`);
    }
  }
}

function projectFile(concurrency: object, source: SimulatedSource): object {
  const endpoint = { host: 'db', secret: { file: 'secret.json' } };
  return {
    name: 'story',
    source: { primary: { ...endpoint, serviceName: 'ORCL' } },
    target: endpoint,
    types: ['schema', 'full', 'verification'],
    objects: {
      specified: [...source.tables.values()].map(({ definition: { name } }) => ({
        schema: name.schema,
        table: name.table,
      })),
    },
    full: { concurrency },
    verification: { concurrency },
  };
}
