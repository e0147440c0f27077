import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { eventually } from '../../support/eventually.ts';

/** The checkout under test. */
export const checkout = path.resolve(import.meta.dirname, '..', '..', '..');

export interface Ran {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A command line of the product as a process of its own, with everything it starts in its process group. */
export interface SeawardProcess {
  readonly pid: number;
  readonly ended: Promise<Ran>;
  hasEnded(): boolean;
  /** What it said so far, on both channels. */
  text(): string;
  /** Waits until it said something; fails when it ends without. */
  said(pattern: RegExp, limitMs?: number): Promise<void>;
  /** To the process alone, as a loss; or to its whole group, as a terminal does. */
  kill(signal: NodeJS.Signals, to?: 'process' | 'group'): void;
}

export interface SpawnOptions {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly root?: string;
}

/** Starts `seaward ...`. Its end of a channel to this process makes it end with us, however we end. */
export function startSeaward(args: readonly string[], options: SpawnOptions = {}): SeawardProcess {
  const root = options.root ?? checkout;
  const child = spawn(
    path.join(root, 'node_modules', '.bin', 'node'),
    [path.join(root, 'bin', 'seaward.ts'), ...args],
    {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    },
  );
  let [out, err, over] = ['', '', false];
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const { pid } = child;
  if (pid === undefined) throw new Error('the command did not start');
  const ended = new Promise<Ran>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      over = true;
      resolve({ code, out, err });
    });
  });
  return {
    pid,
    ended,
    hasEnded: () => over,
    text: () => out + err,
    said: async (pattern, limitMs = 30_000) => {
      await eventually(`${args.join(' ')} says ${String(pattern)}`, () => pattern.test(out + err) || over, limitMs);
      if (!pattern.test(out + err)) throw new Error(`${args.join(' ')} ended without ${String(pattern)}: ${out}${err}`);
    },
    kill: (signal, to = 'process') => {
      if (!over) process.kill(to === 'group' ? -pid : pid, signal);
    },
  };
}

/** Runs a command to its end. */
export async function seaward(args: readonly string[], options: SpawnOptions = {}): Promise<Ran> {
  return startSeaward(args, options).ended;
}

/** Runs a command that must end with this exit code; returns what it said to people. */
export async function seawardEnds(code: number, args: readonly string[], options: SpawnOptions = {}): Promise<string> {
  const ran = await seaward(args, options);
  if (ran.code !== code)
    throw new Error(`${args.join(' ')} ended with ${ran.code ?? 'a signal'}: ${ran.out}${ran.err}`);
  return ran.err;
}

/** Living processes of a group, from /proc: command lines of what a killed process left behind. */
export async function livingInGroup(group: number): Promise<readonly string[]> {
  const living: string[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/u.test(name)) continue;
    try {
      const stat = await readFile(`/proc/${name}/stat`, 'utf8');
      const [state, , processGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(processGroup) !== group || state === 'Z' || state === 'X') continue;
      living.push(`${name} ${(await readFile(`/proc/${name}/cmdline`, 'utf8')).replaceAll('\0', ' ')}`);
    } catch (error) {
      // It ended between the look at the list and the look at it.
      if (!(error instanceof Error && 'code' in error && ['ENOENT', 'ESRCH'].includes(String(error.code)))) throw error;
    }
  }
  return living;
}

/** Waits until nothing of a process and its children lives. */
export async function groupEnds(group: number, limitMs = 10_000): Promise<void> {
  await eventually(
    `no process of group ${group} lives`,
    async () => (await livingInGroup(group)).length === 0,
    limitMs,
  );
}
