/**
 * What the wire must know of a statement before it can read the values that follow it in the request: its class and its
 * placeholders. The text is only walked token by token; what it means is the engine's business.
 *
 *     :name  :1  :"Name"     placeholders, but not inside '...', q'[...]', "...", -- ... and / * ... * /, nor in :=
 */
export interface StatementShape {
  /** First word in upper case; empty when there is none. */
  readonly keyword: string;
  readonly kind: 'query' | 'dml' | 'block' | 'other';
  /** One per value in the request: SQL has one per occurrence, a block one per distinct name. */
  readonly names: readonly string[];
  /** Placeholders from this one on are RETURNING targets: declared by the client, but sent without a value. */
  readonly returningFrom: number;
}

interface Token {
  readonly kind: 'word' | 'placeholder';
  readonly text: string;
}

const NAME_START = /[A-Za-z0-9\u0080-\uffff]/;
const NAME_PART = /[\w$#\u0080-\uffff]/;
const WORD_START = /[A-Za-z\u0080-\uffff]/;
const CLOSING_QUOTES: Readonly<Record<string, string>> = { '[': ']', '{': '}', '(': ')', '<': '>' };

export function statementShape(text: string): StatementShape {
  let keyword = '';
  let returning = false;
  let returningFrom = -1;
  const placeholders: string[] = [];
  for (const token of tokensOf(text)) {
    if (token.kind === 'placeholder') {
      placeholders.push(token.text);
      continue;
    }
    if (keyword === '') keyword = token.text;
    if (token.text === 'RETURNING' || token.text === 'RETURN') returning = true;
    if (token.text === 'INTO' && returning && returningFrom < 0) returningFrom = placeholders.length;
  }
  const kind = kindOf(keyword);
  const names = kind === 'block' ? [...new Set(placeholders)] : placeholders;
  return { keyword, kind, names, returningFrom: kind === 'dml' && returningFrom >= 0 ? returningFrom : names.length };
}

function kindOf(keyword: string): StatementShape['kind'] {
  switch (keyword) {
    case 'SELECT':
    case 'WITH':
      return 'query';
    case 'INSERT':
    case 'UPDATE':
    case 'DELETE':
    case 'MERGE':
      return 'dml';
    case 'BEGIN':
    case 'DECLARE':
    case 'CALL':
      return 'block';
    default:
      return 'other';
  }
}

function* tokensOf(text: string): Generator<Token> {
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (character === "'") at = afterString(text, at);
    else if (character === '"') at = after(text, '"', at + 1);
    else if (character === '-' && next === '-') at = after(text, '\n', at + 2);
    else if (character === '/' && next === '*') at = after(text, '*/', at + 2);
    else if (character === ':' && next === '"') {
      const end = after(text, '"', at + 2);
      yield { kind: 'placeholder', text: text.slice(at + 2, end - 1) };
      at = end;
    } else if (character === ':' && NAME_START.test(next)) {
      const end = endOfName(text, at + 1);
      yield { kind: 'placeholder', text: text.slice(at + 1, end).toUpperCase() };
      at = end;
    } else if (WORD_START.test(character)) {
      const quoted = afterAlternativeQuote(text, at);
      if (quoted > at) {
        at = quoted;
        continue;
      }
      const end = endOfName(text, at);
      yield { kind: 'word', text: text.slice(at, end).toUpperCase() };
      at = end;
    } else at += 1;
  }
}

/** Behind the string that begins at `at`; a doubled quote does not end it. */
function afterString(text: string, at: number): number {
  let end = after(text, "'", at + 1);
  while (text.charAt(end) === "'") end = after(text, "'", end + 1);
  return end;
}

/** `q'[...]'`, `nq'!...!'`: behind it, or `at` when there is none. */
function afterAlternativeQuote(text: string, at: number): number {
  const prefix = /^[nN]?[qQ]'/.exec(text.slice(at, at + 3))?.[0];
  if (prefix === undefined) return at;
  const open = text.charAt(at + prefix.length);
  return after(text, `${CLOSING_QUOTES[open] ?? open}'`, at + prefix.length + 1);
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}

function endOfName(text: string, at: number): number {
  let end = at;
  while (end < text.length && NAME_PART.test(text.charAt(end))) end += 1;
  return end;
}
