/**
 * Runs an Oracle SQL script, as an init file or a test hands it over. By example:
 *
 *     CREATE TABLE app.t (id NUMBER PRIMARY KEY);      -- a statement ends at its semicolon,
 *     CREATE TABLE app.u (id NUMBER)
 *     /                                                -- or at a line that holds nothing but a slash
 *     BEGIN                                            -- blocks and stored units have semicolons inside:
 *       INSERT INTO app.t VALUES (1);                  -- they end at the slash only
 *     END;
 *     /
 *
 * There are no SQL*Plus commands: one session runs all of it and commits at the end. A statement that fails ends the script.
 */
import { OracleError } from './oracle-error.ts';
import { tokenize } from './sql/syntax/tokenize.ts';
import type { Token } from './sql/syntax/tokenize.ts';

export interface ScriptStatement {
  readonly text: string;
  /** Of its first word, from 1. */
  readonly line: number;
}

/** What a script needs of a session. */
export interface ScriptSession {
  execute(text: string): Promise<unknown>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

export class ScriptError extends Error {
  readonly line: number;

  constructor(line: number, message: string, cause?: unknown) {
    super(`line ${line}: ${message}`, { cause });
    this.name = 'ScriptError';
    this.line = line;
  }
}

/** Returns how many statements ran. Throws ScriptError with the line of the mistake; then everything uncommitted is rolled back. */
export async function runScript(session: ScriptSession, script: string): Promise<number> {
  const statements = splitScript(script);
  for (const statement of statements) {
    try {
      await session.execute(statement.text);
    } catch (error) {
      await session.rollback();
      throw failureOf(statement, error);
    }
  }
  await session.commit();
  return statements.length;
}

function failureOf(statement: ScriptStatement, error: unknown): unknown {
  if (!(error instanceof OracleError)) return error;
  const line = statement.line + lineBreaks(statement.text.slice(0, error.offset));
  return new ScriptError(line, error.message, error);
}

/** The statements of a script without their terminators. */
export function splitScript(script: string): readonly ScriptStatement[] {
  const tokens = tokenize(script).filter((token) => token.kind !== 'end');
  const lines = new LineCounter(script);
  const statements: ScriptStatement[] = [];
  let first: Token | null = null;
  let words: string[] = [];
  let last: Token | null = null;
  const finish = (): void => {
    if (first !== null && last !== null)
      statements.push({ text: script.slice(first.offset, last.end), line: lines.lineAt(first.offset) });
    first = null;
    last = null;
    words = [];
  };
  for (const token of tokens) {
    const isSlash = token.kind === 'symbol' && token.text === '/' && aloneOnLine(script, token.offset);
    if (isSlash) {
      if (first === null) throw new ScriptError(lines.lineAt(token.offset), 'a slash with no statement before it');
      finish();
    } else if (token.kind === 'symbol' && token.text === ';' && !endsAtSlash(words)) {
      if (first === null) throw new ScriptError(lines.lineAt(token.offset), 'a semicolon with no statement before it');
      finish();
    } else {
      first ??= token;
      last = token;
      if (words.length < HEAD_WORDS) words.push(token.text.toUpperCase());
    }
  }
  if (first !== null) throw new ScriptError(lines.lineAt(script.length), 'the last statement has no terminator');
  return statements;
}

/** CREATE OR REPLACE NONEDITIONABLE PACKAGE BODY is the longest head that must be seen. */
const HEAD_WORDS = 6;
const UNIT_WORDS = new Set(['FUNCTION', 'PROCEDURE', 'PACKAGE', 'TRIGGER', 'TYPE', 'LIBRARY']);
const BEFORE_UNIT = new Set(['OR', 'REPLACE', 'EDITIONABLE', 'NONEDITIONABLE', 'AND', 'RESOLVE', 'COMPILE']);

function endsAtSlash(words: readonly string[]): boolean {
  const [verb, ...rest] = words;
  if (verb === 'BEGIN' || verb === 'DECLARE' || verb === '<<') return true;
  if (verb !== 'CREATE') return false;
  const word = rest.find((each) => !BEFORE_UNIT.has(each));
  return word !== undefined && UNIT_WORDS.has(word);
}

function aloneOnLine(script: string, offset: number): boolean {
  const start = script.lastIndexOf('\n', offset - 1) + 1;
  const end = script.indexOf('\n', offset);
  return script.slice(start, end < 0 ? script.length : end).trim() === '/';
}

/** Lines of rising offsets, without starting over for each. */
class LineCounter {
  readonly #script: string;
  #offset = 0;
  #line = 1;

  constructor(script: string) {
    this.#script = script;
  }

  lineAt(offset: number): number {
    this.#line += lineBreaks(this.#script.slice(this.#offset, offset));
    this.#offset = offset;
    return this.#line;
  }
}

function lineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
