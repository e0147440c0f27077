import { Fault } from '../../lib/model/fault.ts';
import type { DataExtent, DataObject } from '../../lib/model/chunk.ts';
import { encodeRowid, type RowidParts } from '../../lib/model/rowid.ts';
import { parseScn, type Scn } from '../../lib/model/scn.ts';
import type { SourceTable } from '../../lib/model/source-table.ts';
import type { TablePlan } from '../../lib/model/table-plan.ts';
import type { CanonicalRow } from '../../lib/model/value.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Values by source column name; null is a deleted row. */
export type SourceValues = Readonly<Record<string, string | null>>;

interface Change {
  readonly scn: bigint;
  readonly rowid: string;
  readonly partition: string | null;
  readonly values: SourceValues | null;
}

interface Piece {
  readonly partition: string | null;
  object: number;
  readonly extents: DataExtent[];
}

export interface SourceRow {
  readonly rowid: string;
  readonly partition: string | null;
  readonly values: SourceValues;
}

/** One table with all it ever was. */
export class SimulatedTable {
  readonly definition: SourceTable;
  readonly id: string;
  readonly pieces: Piece[] = [];
  readonly #history: Change[] = [];
  readonly #parts = new Map<string, RowidParts>();
  /** Reads as of an earlier SCN are ORA-01466 (structure) or ORA-01555 (undo). */
  structureSince = 0n;
  undoSince = 0n;

  constructor(definition: SourceTable) {
    this.definition = definition;
    this.id = `${definition.name.schema}.${definition.name.table}`;
  }

  addPiece(partition: string | null, object: number, random: SeededRandom): Piece {
    const extents: DataExtent[] = [];
    let block = 128;
    for (let count = 1 + random.below(3); count > 0; count -= 1) {
      extents.push({ relativeFile: 1 + random.below(3), firstBlock: block, blocks: 8 + random.below(30_000) });
      block += 40_000;
    }
    const piece: Piece = { partition, object, extents };
    this.pieces.push(piece);
    return piece;
  }

  /** A place for a new row: in an extent, or, where the table grew, behind them all. */
  newRowid(random: SeededRandom): { readonly rowid: string; readonly partition: string | null } {
    for (;;) {
      const piece = random.pick(this.pieces);
      const extent = random.pick(piece.extents);
      const beyond = random.chance(0.1) ? 500_000 : 0;
      const parts = {
        object: piece.object,
        file: extent.relativeFile,
        block: extent.firstBlock + beyond + random.below(extent.blocks),
        row: random.below(3),
      };
      const rowid = encodeRowid(parts);
      if (this.#parts.has(rowid)) continue;
      this.#parts.set(rowid, parts);
      return { rowid, partition: piece.partition };
    }
  }

  /** All rows go, and every piece gets another number: reads as of before are over. */
  truncate(scn: bigint): void {
    for (const { rowid, partition } of this.asOf(scn)) this.write(scn, rowid, partition, null);
    for (const piece of this.pieces) piece.object += 1_000;
    this.structureSince = scn;
  }

  write(scn: bigint, rowid: string, partition: string | null, values: SourceValues | null): void {
    this.#history.push({ scn, rowid, partition, values });
  }

  /** The rows as of a SCN: what was committed until then, replayed from the beginning. */
  asOf(scn: bigint): readonly SourceRow[] {
    const rows = new Map<string, SourceRow>();
    for (const { scn: at, rowid, partition, values } of this.#history) {
      if (at > scn) continue;
      if (values === null) rows.delete(rowid);
      else rows.set(rowid, { rowid, partition, values });
    }
    return [...rows.values()];
  }

  partsOf(rowid: string): RowidParts {
    const parts = this.#parts.get(rowid);
    if (parts === undefined) throw new Error(`no ROWID ${rowid}`);
    return parts;
  }

  /** A row in the form of the plan. */
  canonical(plan: TablePlan, row: SourceRow): CanonicalRow {
    return plan.columns.map(({ origin }) => {
      if (origin.kind === 'rowid-part') return String(this.partsOf(row.rowid)[origin.part]);
      return row.values[origin.name] ?? null;
    });
  }
}

/** The source database: tables, a SCN that only grows, and an application that keeps writing. */
export class SimulatedSource {
  readonly tables = new Map<string, SimulatedTable>();
  scn = 1_000n;

  add(table: SimulatedTable): void {
    this.tables.set(table.id, table);
  }

  table(id: string): SimulatedTable {
    const table = this.tables.get(id);
    if (table === undefined) throw new Error(`no table ${id}`);
    return table;
  }

  currentScn(): Scn {
    return parseScn(String(this.scn));
  }

  read(id: string, scn: bigint): readonly SourceRow[] {
    const table = this.table(id);
    if (scn < table.structureSince) throw new Fault('TABLE_CHANGED', 'ORA-01466', { subject: id });
    if (scn < table.undoSince) throw new Fault('SNAPSHOT_TOO_OLD', 'ORA-01555', { subject: id });
    return table.asOf(scn);
  }

  dataObjects(id: string): readonly DataObject[] {
    return this.table(id).pieces.map(({ partition, object, extents }) => ({
      tableId: id,
      partition,
      partitionKind: partition === null ? 'none' : 'partition',
      objectId: String(object),
      dataObjectId: String(object),
      extents: [...extents],
    }));
  }
}
