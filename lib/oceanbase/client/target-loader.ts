import { setTimeout as wait } from 'node:timers/promises';
import { Fault } from '../../model/fault.ts';
import { limits } from '../../model/limits.ts';
import type { ChunkAttempt, ChunkWriter, TargetLoader } from '../../ports/target-loader.ts';
import {
  type ChunkName,
  countChunks,
  deleteRounds,
  insertProject,
  lockProject,
  selectConnections,
  setRound,
} from '../sql/progress-statements.ts';
import { TargetChunkWriter } from './chunk-writer.ts';
import type { TargetAddress, TargetConnection } from './connection.ts';
import { SessionHolder } from './session-holder.ts';
import { endSessions, livingSessions, parseEntries, type SessionEntry } from './session-fence.ts';

type NamedSession = { readonly chunk: ChunkName; readonly entry: SessionEntry };

/** Opens chunks for writing. Every chunk has a session of its own; the loader's session only looks after rounds. */
export class OceanbaseLoader implements TargetLoader {
  readonly #address: TargetAddress;
  readonly #sessions: SessionHolder;

  constructor(address: TargetAddress) {
    this.#address = address;
    this.#sessions = new SessionHolder(address, 'load');
  }

  async openChunk(attempt: ChunkAttempt, signal: AbortSignal): Promise<ChunkWriter> {
    return await TargetChunkWriter.open(this.#address, attempt, signal);
  }

  async allChunksClosed(projectId: string, round: number, chunks: number, signal: AbortSignal): Promise<boolean> {
    return await this.#sessions.read(signal, async (connection) => {
      const [row] = await connection.rows(countChunks(projectId, round), signal);
      const [all, closed] = (row ?? []).map((value) => Number(value?.toString('latin1')));
      if (all !== chunks || closed !== chunks) return false;
      return await vanished(connection, await sessionsOf(connection, projectId, '=', round, signal), signal);
    });
  }

  /** First the round, so that no chunk of an earlier one can be opened any more; then its sessions; then its rows. */
  async beginRound(projectId: string, round: number, signal: AbortSignal): Promise<void> {
    await this.#sessions.transaction(signal, async (connection) => {
      await connection.run(insertProject(projectId), signal);
      const current = Number(await connection.value(lockProject(projectId), signal));
      if (current > round) {
        throw new Fault('FENCED', `round ${round} of the load is over: round ${current} has begun`);
      }
      await connection.run(setRound(projectId, round), signal);
    });
    await this.#sessions.read(signal, async (connection) => {
      await endSessions(connection, await sessionsOf(connection, projectId, '<', round, signal), signal);
      for (const statement of deleteRounds(projectId, round)) await connection.run(statement, signal);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sessions[Symbol.asyncDispose]();
  }
}

async function sessionsOf(
  connection: TargetConnection,
  projectId: string,
  rounds: '<' | '=',
  round: number,
  signal: AbortSignal,
): Promise<readonly NamedSession[]> {
  const sessions: NamedSession[] = [];
  for (const row of await connection.rows(selectConnections(projectId, rounds, round), signal)) {
    const chunk: ChunkName = {
      projectId,
      round: Number(row[0]?.toString('latin1')),
      chunkId: row[1]?.toString('utf8') ?? '',
    };
    for (const entry of parseEntries(row[2]?.toString('utf8') ?? '')) sessions.push({ chunk, entry });
  }
  return sessions;
}

const pollMs = 50;

/** Sessions that have just said goodbye take a moment to go. */
async function vanished(
  connection: TargetConnection,
  sessions: readonly NamedSession[],
  signal: AbortSignal,
): Promise<boolean> {
  const deadline = performance.now() + limits.killWaitMsMax;
  while ((await livingSessions(connection, sessions, signal)).length > 0) {
    if (performance.now() > deadline) return false;
    await wait(pollMs, undefined, { signal });
  }
  return true;
}
