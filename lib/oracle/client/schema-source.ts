/** SchemaSource over one session of the source. */
import { assert } from '../../model/fault.ts';
import type { DataObject } from '../../model/chunk.ts';
import type { PrecheckItem } from '../../model/precheck-item.ts';
import type { SourceTable, SourceView, TableName } from '../../model/source-table.ts';
import type { ListedObject, SchemaSource, SourceInfo } from '../../ports/schema-source.ts';
import { listObjects, specialTables } from '../sql/dictionary-objects.ts';
import { describeTables } from './describe-tables.ts';
import { describeViews } from './describe-views.ts';
import { readDataObjects } from './data-objects.ts';
import { text } from './dictionary-cells.ts';
import { limits } from '../../model/limits.ts';
import { type OracleLogin, OracleSession } from './oracle-session.ts';
import { sourceInfo } from './source-info.ts';
import { type PrecheckPhase, sourcePrecheck } from './source-precheck.ts';

/** Opens a session that reads the dictionary. Faults as OracleSession.open. */
export async function openSchemaSource(login: OracleLogin, signal: AbortSignal): Promise<SchemaSource> {
  return new OracleSchemaSource(await OracleSession.open(login, signal));
}

/** Tables described together: a dozen round trips for all of them, and a bounded amount of memory. */
const tablesPerDescription = 200;

class OracleSchemaSource implements SchemaSource {
  readonly #session: OracleSession;

  constructor(session: OracleSession) {
    this.#session = session;
  }

  info(signal: AbortSignal): Promise<SourceInfo> {
    return sourceInfo(this.#session, signal);
  }

  async *listObjects(schemas: readonly string[], signal: AbortSignal): AsyncGenerator<ListedObject> {
    if (schemas.length === 0) return;
    const special = new Map<string, string>();
    for (const row of await this.#session.rows(specialTables(schemas), signal)) {
      special.set(`${text(row, 0)}.${text(row, 1)}`, text(row, 2));
    }
    for await (const rows of this.#session.batches(listObjects(schemas), limits.fetchRowsMax, signal)) {
      for (const row of rows) {
        const name = { schema: text(row, 0), table: text(row, 1) };
        const kind = text(row, 2) === 'VIEW' ? 'view' : 'table';
        yield { name, kind, variety: variety(special.get(`${name.schema}.${name.table}`) ?? text(row, 3)) };
      }
    }
  }

  async *describeTables(names: readonly TableName[], signal: AbortSignal): AsyncGenerator<SourceTable> {
    for (const { schema, tables } of batchesBySchema(names)) {
      yield* await describeTables(this.#session, schema, tables, signal);
    }
  }

  async *describeViews(names: readonly TableName[], signal: AbortSignal): AsyncGenerator<SourceView> {
    for (const { schema, tables } of batchesBySchema(names)) {
      yield* await describeViews(this.#session, schema, tables, signal);
    }
  }

  async *listDataObjects(names: readonly TableName[], signal: AbortSignal): AsyncGenerator<DataObject> {
    for (const { schema, tables } of batchesBySchema(names)) {
      yield* await readDataObjects(this.#session, schema, tables, signal);
    }
  }

  precheck(
    phases: readonly PrecheckPhase[],
    signal: AbortSignal,
    tables: readonly TableName[] = [],
  ): Promise<readonly PrecheckItem[]> {
    return sourcePrecheck(this.#session, phases, signal, tables);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session[Symbol.asyncDispose]();
  }
}

function variety(name: string): ListedObject['variety'] {
  switch (name) {
    case 'ordinary':
    case 'temporary':
    case 'external':
    case 'materialized':
    case 'nested':
    case 'queue':
    case 'other':
      return name;
    default:
      assert(false, `unknown variety ${name}`);
  }
}

/** Names in lists of one schema each, in the order of the schemas' first appearance. */
function* batchesBySchema(
  names: readonly TableName[],
): Generator<{ readonly schema: string; readonly tables: readonly string[] }> {
  const bySchema = new Map<string, string[]>();
  for (const { schema, table } of names) {
    const tables = bySchema.get(schema);
    if (tables === undefined) bySchema.set(schema, [table]);
    else tables.push(table);
  }
  for (const [schema, tables] of bySchema) {
    for (let from = 0; from < tables.length; from += tablesPerDescription) {
      yield { schema, tables: tables.slice(from, from + tablesPerDescription) };
    }
  }
}
