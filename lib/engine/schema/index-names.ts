import type { TableName } from '../../model/source-table.ts';
import type { PlanRequest } from './plan-request.ts';
import { foldName, shortenName } from './target-name.ts';

/** Hands out index names: unique within the table, at most as long as the target allows. */
export class IndexNames {
  readonly #taken = new Set<string>(['primary']);
  readonly #request: PlanRequest;
  readonly #table: TableName;

  constructor(request: PlanRequest, table: TableName) {
    this.#request = request;
    this.#table = table;
  }

  /** The name of a source index or constraint; one that Oracle generated is named after the table. */
  take(name: string, generated: boolean, prefix: string): string {
    const { settings, server } = this.#request;
    const wanted = foldName(generated ? `${prefix}_${this.#table.table}` : name, settings.identifierCase);
    const limit = server.limits.tableNameCharacters;
    let candidate = shortenName(wanted, limit);
    for (let count = 2; this.#taken.has(candidate.toLowerCase()); count += 1) {
      candidate = shortenName(`${wanted}_${count}`, limit);
    }
    this.#taken.add(candidate.toLowerCase());
    return candidate;
  }
}
