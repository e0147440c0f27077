import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import type { Environment } from './child-output.ts';

/** A process that does not outlive this one, not even when this one is ended by SIGKILL. */
export interface SupervisedProcess {
  /** Resolves when the process has ended and its directory is gone. */
  readonly ended: Promise<void>;
  /** True once it has ended. */
  readonly hasEnded: () => boolean;
  /** Asks it to end (SIGTERM; SIGKILL after 20 s) and waits until it has. */
  readonly stop: () => Promise<void>;
}

export interface SupervisedOptions {
  readonly environment: Environment;
  /** Removed when the process has ended, however it ended; null keeps everything. */
  readonly removeAfterwards: string | null;
}

/**
 * The supervisor: a shell that waits for the server, and beside it a watchdog that reads the pipe from our process. The
 * kernel closes that pipe when our process ends in whatever way; then the watchdog ends the server. The first argument is
 * the directory to remove (or empty), the rest is the command.
 */
const supervisorScript = `
directory=$1; shift
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
{
  PATH="$PATH:/usr/bin:/bin"
  while read -r _ <&3; do :; done
  kill -TERM "$server" 2>/dev/null
  tries=0
  while kill -0 "$server" 2>/dev/null && [ "$tries" -lt 200 ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -KILL "$server" 2>/dev/null
} &
watchdog=$!
exec 3<&-
wait "$server"
kill -KILL "$watchdog" 2>/dev/null
PATH="$PATH:/usr/bin:/bin"
if [ -n "$directory" ]; then rm -rf "$directory"; fi
`;

/** Starts a command under supervision, in a process group of its own so that Ctrl-C reaches only us. */
export function startSupervised(command: readonly string[], options: SupervisedOptions): SupervisedProcess {
  const child = spawn('/bin/sh', ['-c', supervisorScript, 'sh', options.removeAfterwards ?? '', ...command], {
    env: { ...options.environment },
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  child.stdin.on('error', () => undefined);
  let over = false;
  const ended = new Promise<void>((resolve) => {
    child.on('close', resolve);
    child.on('error', () => resolve());
  }).then(() => {
    over = true;
  });
  // Neither the child nor the pipe keeps this process alive: when it has nothing else to do, it ends and they follow.
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
  return {
    ended,
    hasEnded: () => over,
    stop: async () => {
      child.ref();
      child.stdin.end();
      await ended;
    },
  };
}
