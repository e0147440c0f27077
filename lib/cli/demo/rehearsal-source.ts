import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { CommandContext } from '../command.ts';
import { sampleBusinessScript } from './sample-business.ts';

/** A million rows take 380 MB with these and 1.2 GB without: a heap that may grow does so before it is collected (measured). */
const smallHeap = ['--max-old-space-size=320', '--max-semi-space-size=8'];

/** The stand-in with the sample business, in a process of its own that ends with this one. */
export interface RehearsalSource extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly serviceName: string;
  readonly processId: number;
}

export async function startRehearsalSource(
  context: CommandContext,
  directory: string,
  rows: number,
): Promise<RehearsalSource> {
  const script = path.join(directory, 'sample-business.sql');
  await writeFile(script, await sampleBusinessScript(rows));
  const child = spawn(
    process.execPath,
    [...smallHeap, path.join(context.packageRoot, 'bin', 'seaward.ts'), 'stand-in', '--init', script],
    {
      // The channel's end tells the child that this process is gone, however it went.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...context.environment, MALLOC_ARENA_MAX: '1' },
    },
  );
  const said: string[] = [];
  if (child.stderr !== null) createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  try {
    const { host, port, serviceName } = await connectString(child, said, context.signal);
    return { host, port, serviceName, processId: child.pid ?? 0, [Symbol.asyncDispose]: () => end(child) };
  } catch (error) {
    await end(child);
    throw error;
  }
}

const connectStringText = /^([^:]+):(\d+)\/(.+)$/;

async function connectString(
  child: ChildProcess,
  said: readonly string[],
  signal: AbortSignal,
): Promise<{ host: string; port: number; serviceName: string }> {
  if (child.stdout === null) throw new Error('assertion failed: the stand-in has an output');
  const lines = createInterface({ input: child.stdout });
  const line: unknown = await Promise.race([
    once(lines, 'line', { signal }).then(([first]: unknown[]) => first),
    once(child, 'exit').then(() => null),
  ]);
  const [, host = '', port = '', serviceName = ''] = connectStringText.exec(String(line)) ?? [];
  if (host === '') throw new Error(`the stand-in did not start: ${said.join('\n')}`);
  return { host, port: Number(port), serviceName };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const stubborn = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  await exited;
  clearTimeout(stubborn);
}

const killAfterMs = 5_000;
