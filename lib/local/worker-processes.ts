import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { assert } from '../model/fault.ts';

export interface WorkerSettings {
  readonly name: string;
  /** ES module run as a process. */
  readonly bundle: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly logFile: string;
}

/** What becomes known when a worker's process ends: what ECS says in a Task State Change. */
export interface WorkerEnded {
  readonly taskArn: string;
  readonly worker: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly reason: string;
}

const stopMsMax = 20_000;

/** Workers as child processes of their bundles: started for a token, stopped like an ECS task (SIGTERM, then SIGKILL). */
export class WorkerProcesses {
  readonly #settings: ReadonlyMap<string, WorkerSettings>;
  readonly #onEnded: (ended: WorkerEnded) => void;
  readonly #running = new Map<string, { readonly child: ChildProcess; readonly gone: Promise<void> }>();

  constructor(workers: readonly WorkerSettings[], onEnded: (ended: WorkerEnded) => void) {
    this.#settings = new Map(workers.map((worker) => [worker.name, worker]));
    this.#onEnded = onEnded;
  }

  async start(worker: string, variables: Readonly<Record<string, string>>): Promise<void> {
    const settings = this.#settings.get(worker);
    assert(settings !== undefined, `there is no worker ${worker}`);
    const taskArn = `arn:aws:ecs:local:000000000000:task/seaward/${randomUUID()}`;
    const log = openSync(settings.logFile, 'a');
    const runner = fileURLToPath(new URL('worker-runner.ts', import.meta.url));
    const child = spawn(process.execPath, ['--enable-source-maps', runner, settings.bundle], {
      env: { ...settings.variables, ...variables, SEAWARD_TASK_ARN: taskArn },
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    const gone = new Promise<void>((resolve) => {
      const ended = (reason: string): void => {
        if (!this.#running.delete(taskArn)) return;
        resolve();
        this.#onEnded({ taskArn, worker, variables, reason });
      };
      child.on('error', (error) => ended(error.message));
      child.once('exit', (code, signal) =>
        ended(signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`),
      );
    });
    this.#running.set(taskArn, { child, gone });
  }

  /** Asks a worker to stop, as StopTask does; twenty seconds later it is ended. */
  stop(taskArn: string): void {
    const one = this.#running.get(taskArn);
    if (one === undefined) return;
    one.child.kill('SIGTERM');
    const timer = setTimeout(() => one.child.kill('SIGKILL'), stopMsMax);
    void one.gone.then(() => clearTimeout(timer));
  }

  async close(): Promise<void> {
    const all = [...this.#running.entries()];
    for (const [taskArn] of all) this.stop(taskArn);
    await Promise.all(all.map(([, { gone }]) => gone));
  }
}
