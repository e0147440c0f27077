import type { ParseArgsOptionsConfig } from 'node:util';

/** Exit codes, a contract with scripts. */
export const exitCode = { done: 0, failed: 1, usage: 2, gate: 3, interrupted: 130 } as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** What a command may use of the world around it. */
export interface CommandContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Sets variables of this process: how the AWS clients of this process find embedded services. */
  adoptVariables(variables: Readonly<Record<string, string>>): void;
  /** Root of this package: where the app, the bundles and the caches lie. */
  readonly packageRoot: string;
  /** Ends when the operator interrupts. */
  readonly signal: AbortSignal;
  /** One line for people, on stderr. */
  say(line: string): void;
  /** The document or text a script reads, on stdout. */
  print(text: string): void;
  /** Standard error is a terminal with a person before it. */
  readonly isTerminal: boolean;
}

export type OptionValues = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

export interface Command {
  readonly usage: string;
  readonly summary: string;
  readonly options: ParseArgsOptionsConfig;
  /** How many positional arguments it takes. */
  readonly positionals: { readonly min: number; readonly max: number };
  run(context: CommandContext, positionals: readonly string[], options: OptionValues): Promise<ExitCode>;
}

/** Wrong arguments: exit 2 with the usage of the command. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export function textOption(options: OptionValues, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

export function flagOption(options: OptionValues, name: string): boolean {
  return options[name] === true;
}

/** A whole number option within bounds. */
export function numberOption(options: OptionValues, name: string, min: number, max: number): number | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) throw new UsageError(`--${name} takes a whole number from ${min} to ${max}`);
  return value;
}
