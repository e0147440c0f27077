import type { RowBatch, CanonicalRow } from '../../lib/model/value.ts';
import type { TablePlan } from '../../lib/model/table-plan.ts';
import { OceanbaseSchema } from '../../lib/oceanbase/client/schema-target.ts';
import { OceanbaseLoader } from '../../lib/oceanbase/client/target-loader.ts';
import { OceanbaseRows } from '../../lib/oceanbase/client/target-rows.ts';
import { type TargetAddress, TargetConnection } from '../../lib/oceanbase/client/connection.ts';
import type { ChunkWriter, RangeOutcome } from '../../lib/ports/target-loader.ts';
import { freshDatabase } from '../support/target-server.ts';
import { reader, type TestTable } from '../support/target-plan.ts';

/** Everything a contract test does on one target, in a database and a project of its own. */
export class TargetBench implements AsyncDisposable {
  readonly address: TargetAddress;
  readonly database = freshDatabase();
  readonly project = `project-${this.database}`;
  readonly schema: OceanbaseSchema;
  readonly loader: OceanbaseLoader;
  readonly rows: OceanbaseRows;
  /** An independent session for looking at what is there. */
  readonly admin: TargetConnection;
  #chunks = 0;

  private constructor(address: TargetAddress, admin: TargetConnection) {
    this.address = address;
    this.admin = admin;
    this.schema = new OceanbaseSchema(address);
    this.loader = new OceanbaseLoader(address);
    this.rows = new OceanbaseRows(address);
  }

  static async open(address: TargetAddress): Promise<TargetBench> {
    const bench = new TargetBench(address, await TargetConnection.open(address, 'definition', limit()));
    await bench.sql(`CREATE DATABASE ${bench.database} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
    await bench.schema.ensureProgress(bench.project, limit());
    await bench.loader.beginRound(bench.project, 1, limit());
    return bench;
  }

  async sql(statement: string): Promise<void> {
    await this.admin.run(statement, limit());
  }

  async ask(query: string): Promise<readonly (readonly (string | null)[])[]> {
    const rows = await this.admin.rows(query, limit());
    return rows.map((row) => row.map((value) => value?.toString('utf8') ?? null));
  }

  async create(table: TestTable): Promise<TestTable> {
    for (const statement of this.schema.renderTable(table.definition)) await this.schema.execute(statement, limit());
    return table;
  }

  /** A writer for a chunk nobody has opened before. */
  async openChunk(ranges = 10): Promise<ChunkWriter> {
    this.#chunks += 1;
    return await this.openNamed(`chunk-${this.#chunks}`, ranges);
  }

  async openNamed(chunkId: string, ranges = 10): Promise<ChunkWriter> {
    const attempt = { projectId: this.project, round: 1, chunkId, scn: '1', ranges };
    return await this.loader.openChunk(attempt, limit());
  }

  /** Writes rows as one range of a fresh chunk, in the mode asked for: a second attempt is what makes a range strict. */
  async write(plan: TablePlan, rows: readonly CanonicalRow[], mode: 'bulk' | 'strict'): Promise<RangeOutcome> {
    this.#chunks += 1;
    const name = `chunk-${this.#chunks}`;
    if (mode === 'strict') await (await this.openNamed(name))[Symbol.asyncDispose]();
    await using writer = await this.openNamed(name);
    return await writer.writeRange(plan, reader(rows), 500, limit());
  }

  async readAll(plan: TablePlan): Promise<readonly CanonicalRow[]> {
    return await collected(
      this.rows.readRange(plan, { kind: 'key', partition: null, partitionKind: 'none', from: null, to: null }, limit()),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.schema.dropProgress(this.project, limit());
    await this.sql(`DROP DATABASE IF EXISTS ${this.database}`);
    await this.rows[Symbol.asyncDispose]();
    await this.loader[Symbol.asyncDispose]();
    await this.schema[Symbol.asyncDispose]();
    await this.admin[Symbol.asyncDispose]();
  }
}

export async function collected(batches: AsyncIterable<RowBatch>): Promise<readonly CanonicalRow[]> {
  const rows: CanonicalRow[] = [];
  for await (const batch of batches) rows.push(...batch.rows);
  return rows;
}

/** No test waits longer than this for a target. */
export function limit(): AbortSignal {
  return AbortSignal.timeout(25_000);
}
