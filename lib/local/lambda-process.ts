import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { StatesError } from './bridge/states-error.ts';
import { type LambdaCall, lambdaReplySchema, type LambdaReply } from './lambda-message.ts';

export interface FunctionSettings {
  readonly name: string;
  /** ES module that exports `handler(event, context)`. */
  readonly bundle: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly variables: Readonly<Record<string, string>>;
  /** Where its output goes. */
  readonly logFile: string;
}

/** Calls to a function may be this large on AWS (synchronous invocation, 6 MB). */
const payloadBytesMax = 6_291_556;

/**
 * Chunk functions make millions of short-lived values: the space for these would take more memory than all they hold
 * (measured: 331 MB by default, 233 MB so).
 */
const smallYoungSpace = '--max-semi-space-size=8';

/** One warm process of one function: takes one call at a time. A timed-out or crashed process is gone for good. */
export class LambdaProcess {
  readonly #child: ChildProcess;
  readonly #settings: FunctionSettings;
  readonly #gone: Promise<string>;
  #calls = 0;
  #waiting: ((reply: LambdaReply) => void) | null = null;
  #isAlive = true;
  #peakRssBytes = 0;

  constructor(settings: FunctionSettings) {
    this.#settings = settings;
    const log = openSync(settings.logFile, 'a');
    const heapMb = Math.max(64, Math.floor(settings.memoryMb * 0.9));
    const runner = fileURLToPath(new URL('lambda-runner.ts', import.meta.url));
    this.#child = spawn(
      process.execPath,
      [`--max-old-space-size=${heapMb}`, smallYoungSpace, '--enable-source-maps', runner, settings.bundle],
      { env: { ...settings.variables }, stdio: ['ignore', log, log, 'ipc'] },
    );
    closeSync(log);
    this.#child.on('message', (message) => {
      const reply = lambdaReplySchema.parse(message);
      if (reply.kind === 'ready') return;
      this.#peakRssBytes = Math.max(this.#peakRssBytes, reply.peakRssBytes);
      this.#waiting?.(reply);
    });
    this.#gone = new Promise((resolve) => {
      this.#child.on('error', (error) => {
        this.#isAlive = false;
        resolve(error.message);
      });
      this.#child.once('exit', (code, signal) => {
        this.#isAlive = false;
        resolve(signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`);
      });
    });
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  get processId(): number | undefined {
    return this.#child.pid;
  }

  get peakRssBytes(): number {
    return this.#peakRssBytes;
  }

  /** JSON text in, JSON text out. Errors carry the names Lambda gives them. */
  async call(event: string): Promise<string> {
    if (Buffer.byteLength(event) > payloadBytesMax)
      throw new StatesError('RequestEntityTooLargeException', `the event of ${this.#settings.name} is too large`);
    this.#calls += 1;
    const { name, timeoutMs, memoryMb } = this.#settings;
    const replied = new Promise<LambdaReply>((resolve) => (this.#waiting = resolve));
    const timedOut = Promise.withResolvers<'timeout'>();
    const timer = setTimeout(() => timedOut.resolve('timeout'), timeoutMs);
    try {
      const call: LambdaCall = { id: this.#calls, event, functionName: name, memoryMb, timeoutMs };
      // A channel that is closed belongs to a process that is gone, which the race below notices.
      if (this.#isAlive) this.#child.send(call, () => undefined);
      const first = await Promise.race([replied, timedOut.promise, this.#gone]);
      if (first === 'timeout') {
        await this.kill();
        throw failure('Sandbox.Timedout', `Task timed out after ${(timeoutMs / 1_000).toFixed(2)} seconds`, []);
      }
      if (typeof first === 'string')
        throw failure('Runtime.ExitError', `the process of ${name} ended with ${first}`, []);
      if (first.kind === 'failed') throw failure(first.errorType, first.errorMessage, first.trace);
      return first.kind === 'returned' ? checkedResult(first.result, name) : 'null';
    } finally {
      clearTimeout(timer);
      this.#waiting = null;
    }
  }

  /** Ends the process at once, as a lost sandbox, and waits until it is gone. */
  async kill(): Promise<void> {
    if (this.#isAlive) this.#child.kill('SIGKILL');
    await this.#gone;
  }
}

function checkedResult(result: string, name: string): string {
  if (Buffer.byteLength(result) > payloadBytesMax)
    throw failure('Function.ResponseSizeTooLarge', `the answer of ${name} is too large`, []);
  return result;
}

/** The cause of a failed function is JSON text on AWS too. */
function failure(errorType: string, errorMessage: string, trace: readonly string[]): StatesError {
  return new StatesError(errorType, JSON.stringify({ errorType, errorMessage, trace }));
}
