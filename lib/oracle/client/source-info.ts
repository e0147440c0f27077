import { assert } from '../../model/fault.ts';
import type { SourceInfo } from '../../ports/schema-source.ts';
import { blockSize, characterSets, databaseRow, sessionContext } from '../sql/dictionary-instance.ts';
import { countOrNull, text, textOrNull } from './dictionary-cells.ts';
import type { OracleSession } from './oracle-session.ts';

/** What the source is. Fault SOURCE_OBJECT_MISSING when V$DATABASE may not be read. */
export async function sourceInfo(session: OracleSession, signal: AbortSignal): Promise<SourceInfo> {
  const version = session.serverVersion;
  const sets = new Map(
    (await session.rows(characterSets(), signal)).map((row) => [text(row, 0), text(row, 1)] as const),
  );
  const [database] = await session.rows(databaseRow(), signal);
  const [context] = await session.rows(sessionContext(), signal);
  const [block] = await session.rows(blockSize(), signal);
  assert(database !== undefined && context !== undefined, 'V$DATABASE and DUAL have a row');
  const majorVersion = Number(version.split('.')[0]);
  assert(Number.isSafeInteger(majorVersion), 'a version begins with a number');
  return {
    version,
    majorVersion,
    characterSet: sets.get('NLS_CHARACTERSET') ?? 'unknown',
    nationalCharacterSet: sets.get('NLS_NCHAR_CHARACTERSET') ?? 'unknown',
    container: textOrNull(database, 2) === 'YES' ? textOrNull(context, 0) : null,
    role: text(database, 0),
    logMode: text(database, 1),
    blockBytes: (block === undefined ? null : countOrNull(block, 0)) ?? blockBytesDefault,
  };
}

/** DB_BLOCK_SIZE of nearly every database; wrong, it only makes ranges longer or shorter. */
const blockBytesDefault = 8_192;
