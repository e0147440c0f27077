import type { OracleEndpoint, TargetEndpoint } from '../model/project.ts';
import type { RowSource } from './row-source.ts';
import type { SchemaSource } from './schema-source.ts';
import type { SchemaTarget } from './schema-target.ts';
import type { TargetLoader } from './target-loader.ts';
import type { TargetRows } from './target-rows.ts';

/** How a step opens the databases a project names. Every door is disposed by the step that opened it. */
export interface DatabaseDoors {
  openSchemaSource(endpoint: OracleEndpoint, signal: AbortSignal): Promise<SchemaSource>;
  openRowSource(endpoint: OracleEndpoint, signal: AbortSignal): Promise<RowSource>;
  openSchemaTarget(endpoint: TargetEndpoint, signal: AbortSignal): Promise<SchemaTarget>;
  openTargetLoader(endpoint: TargetEndpoint, signal: AbortSignal): Promise<TargetLoader>;
  openTargetRows(endpoint: TargetEndpoint, signal: AbortSignal): Promise<TargetRows>;
}
