import { spawn } from 'node:child_process';

/** Environment variables as a process receives them. Handed in by the caller: this folder reads none itself. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a finished child process said. `code` is null when it could not be started or was ended by a signal. */
export interface ChildOutput {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ChildOptions {
  readonly environment: Environment;
  readonly input?: string;
  readonly directory?: string;
  readonly timeoutMs?: number;
}

const outputCharactersMax = 64 * 1024;

/** Runs a program to its end. Never throws: a program that is not there answers with code null and the reason. */
export async function childOutput(
  program: string,
  parameters: readonly string[],
  options: ChildOptions,
): Promise<ChildOutput> {
  const child = spawn(program, parameters, {
    env: { ...options.environment },
    cwd: options.directory,
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: options.timeoutMs ?? 120_000,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout = (stdout + text).slice(-outputCharactersMax)));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-outputCharactersMax)));
  // A program that ends before it has read its input breaks the pipe; its exit code says what happened.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  return await new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: null, stdout, stderr: error.message }));
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
