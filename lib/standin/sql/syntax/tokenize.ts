/**
 * Cuts a statement into tokens. By example:
 *
 *   select "Id", 'it''s', q'[a'b]', N'é', 1.5e-3f, :x  /*+ a hint *\/  -- a comment
 *
 * Bad input makes an `invalid` token, so that the error is raised where the parser meets it and the text of a trigger or a
 * procedure, which is kept as written, never fails here.
 */
import { decodeQuotedText } from './quoted-text.ts';

export interface Token {
  readonly kind: 'word' | 'quoted' | 'number' | 'text' | 'ntext' | 'bind' | 'symbol' | 'hint' | 'invalid' | 'end';
  /**
   * word: upper-cased; quoted: without quotes; text: decoded; bind: its name; symbol: itself; hint: its text; number: as written;
   * invalid: empty.
   */
  readonly text: string;
  readonly offset: number;
  readonly end: number;
  /** Of an invalid token: the ORA- code. */
  readonly code: number;
  /** Of a bind: its name was in double quotes. */
  readonly quoted: boolean;
}

const BLANK = /\s/;
const IDENTIFIER_START = /\p{L}/u;
const IDENTIFIER = /[\p{L}\p{N}_$#]+/uy;
const BIND_NAME = /:\s*(?:"([^"]*)"|([\p{L}\p{N}_$#]+))/uy;
const NUMBER = /(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?/y;
const PAIRS: ReadonlySet<string> = new Set([
  ':=',
  '=>',
  '||',
  '**',
  '..',
  '<=',
  '>=',
  '<>',
  '!=',
  '^=',
  '~=',
  '<<',
  '>>',
]);
const SINGLE_SYMBOLS = '()+-*/,.;=<>@%[]{}|!^~&?';
const HINTED = new Set(['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE']);

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    const code = text.charCodeAt(position);
    if (code === 32 || code === 10 || (code < 14 && code > 8) || (code > 127 && BLANK.test(text.charAt(position)))) {
      position += 1;
      continue;
    }
    // Only a hyphen or a slash begins a comment.
    const comment = code === 45 || code === 47 ? commentAt(text, position) : null;
    if (comment !== null) {
      if (comment.hint !== null && HINTED.has(tokens.at(-1)?.text ?? '')) {
        tokens.push(token('hint', comment.hint, position, comment.end));
      }
      if (comment.unclosed) tokens.push(invalid(1742, position, comment.end));
      position = comment.end;
      continue;
    }
    const next = tokenAt(text, position, text.charAt(position));
    tokens.push(next);
    position = next.end;
  }
  tokens.push(token('end', '', text.length, text.length));
  return tokens;
}

function token(kind: Token['kind'], text: string, offset: number, end: number, quoted = false): Token {
  return { kind, text, offset, end, code: 0, quoted };
}

function invalid(code: number, offset: number, end: number): Token {
  return { kind: 'invalid', text: '', offset, end: Math.max(end, offset + 1), code, quoted: false };
}

interface Comment {
  readonly hint: string | null;
  readonly end: number;
  readonly unclosed: boolean;
}

function commentAt(text: string, position: number): Comment | null {
  if (text.startsWith('--', position)) {
    const newline = text.indexOf('\n', position);
    const end = newline < 0 ? text.length : newline + 1;
    const isHint = text.charAt(position + 2) === '+';
    return { hint: isHint ? text.slice(position + 3, end).trim() : null, end, unclosed: false };
  }
  if (!text.startsWith('/*', position)) return null;
  const close = text.indexOf('*/', position + 2);
  if (close < 0) return { hint: null, end: text.length, unclosed: true };
  const isHint = text.charAt(position + 2) === '+';
  return { hint: isHint ? text.slice(position + 3, close).trim() : null, end: close + 2, unclosed: false };
}

function tokenAt(text: string, position: number, character: string): Token {
  if (character === "'") return quotedText(text, position, position, false);
  if (character === '"') return quotedIdentifier(text, position);
  const code = character.charCodeAt(0);
  const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  if (isLetter || (code > 127 && IDENTIFIER_START.test(characterAt(text, position))))
    return word(text, position, character);
  if ((code >= 48 && code <= 57) || (character === '.' && /\d/.test(text.charAt(position + 1))))
    return number(text, position);
  if (character === ':' && text.charAt(position + 1) !== '=') return bind(text, position);
  const pair = text.slice(position, position + 2);
  if (text.startsWith('(+)', position)) return token('symbol', '(+)', position, position + 3);
  if (PAIRS.has(pair)) return token('symbol', pair, position, position + 2);
  if (character === '(' && /^\s*\+/.test(text.slice(position + 1, position + 40))) {
    const outer = /^\(\s*\+\s*\)/.exec(text.slice(position, position + 40));
    if (outer !== null) return token('symbol', '(+)', position, position + outer[0].length);
  }
  if (SINGLE_SYMBOLS.includes(character)) return token('symbol', character, position, position + 1);
  return invalid(911, position, position + 1);
}

function characterAt(text: string, position: number): string {
  return String.fromCodePoint(text.codePointAt(position) ?? 0);
}

/** A word, or a literal that begins with one: q'[...]', n'...', nq'...'. */
function word(text: string, position: number, character: string): Token {
  if (character === 'n' || character === 'N' || character === 'q' || character === 'Q') {
    const prefix = /^(?:n?q|n)(?=')/i.exec(text.slice(position, position + 3));
    if (prefix !== null) return quotedText(text, position, position + prefix[0].length, /^n/i.test(prefix[0]));
  }
  const match = text.slice(position, identifierEnd(text, position)) || character;
  if (match.length > 42 && Buffer.byteLength(match) > 128) return invalid(972, position, position + match.length);
  return token('word', match.toUpperCase(), position, position + match.length);
}

/** The end of the letters, digits, `_`, `$` and `#` that begin at `position`. */
function identifierEnd(text: string, position: number): number {
  for (let end = position; ; end += 1) {
    const code = text.charCodeAt(end);
    const isPart =
      (code >= 97 && code <= 122) ||
      (code >= 65 && code <= 90) ||
      (code >= 48 && code <= 57) ||
      code === 95 ||
      code === 36 ||
      code === 35;
    if (isPart) continue;
    if (!(code > 127)) return end;
    IDENTIFIER.lastIndex = position;
    return position + (IDENTIFIER.exec(text)?.[0].length ?? 1);
  }
}

function quotedText(text: string, offset: number, quote: number, national: boolean): Token {
  const isAlternative = quote > offset && /q/i.test(text.slice(offset, quote));
  const decoded = decodeQuotedText(text, quote, isAlternative);
  if (decoded === null) return invalid(1756, offset, text.length);
  return token(national ? 'ntext' : 'text', decoded.text, offset, decoded.end);
}

function quotedIdentifier(text: string, position: number): Token {
  const close = text.indexOf('"', position + 1);
  if (close < 0) return invalid(1740, position, text.length);
  const name = text.slice(position + 1, close);
  if (name === '') return invalid(1741, position, close + 1);
  if (Buffer.byteLength(name) > 128) return invalid(972, position, close + 1);
  if (name.includes('\0')) return invalid(3001, position, close + 1);
  return token('quoted', name, position, close + 1);
}

function number(text: string, position: number): Token {
  NUMBER.lastIndex = position;
  const match = NUMBER.exec(text)?.[0] ?? text.charAt(position);
  // A suffix that continues as a word belongs to the word: `1 from` written `1from` is 1 and FROM.
  const suffix =
    /[fFdD]$/.test(match) && /^[\p{L}\p{N}_$#]/u.test(text.slice(position + match.length, position + match.length + 2));
  const taken = suffix ? match.slice(0, -1) : match;
  return token('number', taken, position, position + taken.length);
}

function bind(text: string, position: number): Token {
  BIND_NAME.lastIndex = position;
  const match = BIND_NAME.exec(text);
  if (match === null) return invalid(1745, position, position + 1);
  const end = position + match[0].length;
  if (match[1] !== undefined) return token('bind', match[1], position, end, true);
  return token('bind', (match[2] ?? '').toUpperCase(), position, end);
}
