/**
 * Oracle regular expressions (POSIX extended, with the Perl extensions `\d \w \s \A \Z *? +?`) as JavaScript ones.
 * Leftmost-longest alternation is not imitated. ORA-12725, ORA-12726, ORA-12727 for unbalanced patterns, ORA-01760 for a bad flag.
 */
import { oracleError } from '../../oracle-error.ts';

const CLASSES: Readonly<Record<string, string>> = {
  alpha: '\\p{L}',
  digit: '\\d',
  alnum: '\\p{L}\\p{N}',
  upper: '\\p{Lu}',
  lower: '\\p{Ll}',
  space: '\\s',
  blank: ' \\t',
  punct: '\\p{P}\\p{S}',
  cntrl: '\\p{Cc}',
  xdigit: '0-9A-Fa-f',
  print: '\\P{C}',
  graph: '\\p{L}\\p{N}\\p{P}\\p{S}',
};

const ENTRIES_MAX = 200;
const cache = new Map<string, RegExp>();

/** A global expression; set its lastIndex before use. Flags: i, c, n, m, x. */
export function compileRegexp(pattern: string, flags: string): RegExp {
  const key = `${flags}/${pattern}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = translated(pattern, flags);
  if (cache.size >= ENTRIES_MAX) cache.clear();
  cache.set(key, made);
  return made;
}

function translated(pattern: string, flags: string): RegExp {
  if (!/^[icnmx]*$/.test(flags)) throw oracleError(1760);
  const insensitive = flags.lastIndexOf('i') > flags.lastIndexOf('c');
  const multiline = flags.includes('m');
  const dotAll = flags.includes('n');
  const source = translate(flags.includes('x') ? pattern.replace(/\s+/g, '') : pattern, multiline);
  try {
    return new RegExp(source, `gu${insensitive ? 'i' : ''}${multiline ? 'm' : ''}${dotAll ? 's' : ''}`);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    if (/group|parenthes/i.test(error.message)) throw oracleError(12725);
    if (/character class/i.test(error.message)) throw oracleError(12726);
    throw oracleError(12728);
  }
}

function translate(pattern: string, multiline: boolean): string {
  let source = '';
  let position = 0;
  while (position < pattern.length) {
    const character = pattern.charAt(position);
    if (character === '[') {
      const bracket = translateBracket(pattern, position);
      source += bracket.source;
      position = bracket.end;
    } else if (character === '\\') {
      source += translateEscape(pattern.charAt(position + 1));
      position += 2;
    } else if (character === '$' && !multiline) {
      source += '$';
      position += 1;
    } else if (character === '{' && !/^\{\d+(?:,\d*)?\}/.test(pattern.slice(position))) {
      source += '\\{';
      position += 1;
    } else if (character === '}' && !/\{\d+(?:,\d*)?$/.test(pattern.slice(0, position))) {
      source += '\\}';
      position += 1;
    } else if (character === ']' || character === '/') {
      source += `\\${character}`;
      position += 1;
    } else {
      source += character;
      position += 1;
    }
  }
  return source;
}

function translateEscape(character: string): string {
  if (/[dDwWsS1-9]/.test(character)) return `\\${character}`;
  if (character === 'A') return '(?<![\\s\\S])';
  if (character === 'Z' || character === 'z') return '(?![\\s\\S])';
  if (character === '') return '\\\\';
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

/** `[^]abc[:digit:]-]`: a backslash is an ordinary character inside. */
function translateBracket(pattern: string, start: number): { readonly source: string; readonly end: number } {
  let position = start + 1;
  let body = '';
  if (pattern.charAt(position) === '^') {
    body += '^';
    position += 1;
  }
  let first = true;
  for (;;) {
    if (position >= pattern.length) throw oracleError(12726);
    const character = pattern.charAt(position);
    if (character === ']' && !first) return { source: `[${body}]`, end: position + 1 };
    first = false;
    const named = /^\[:([a-z]+):\]/.exec(pattern.slice(position));
    const collating = /^\[([.=])(.+?)\1\]/.exec(pattern.slice(position));
    if (named !== null) {
      const content = CLASSES[named[1] ?? ''];
      if (content === undefined) throw oracleError(12729);
      body += content;
      position += named[0].length;
    } else if (collating !== null) {
      body += escaped(collating[2] ?? '');
      position += collating[0].length;
    } else {
      const next = pattern.charAt(position + 1);
      const isRange = character === '-' && body !== '' && body !== '^' && next !== ']' && next !== '';
      body += isRange ? '-' : escaped(character);
      position += 1;
    }
  }
}

function escaped(text: string): string {
  return text.replace(/[\\\]^[\-/]/g, '\\$&');
}

/** `\1`..`\9` in a replacement are groups, `\\` a backslash. */
export function expandReplacement(text: string, match: RegExpExecArray): string {
  return text.replace(/\\([1-9\\])/g, (_, mark: string) => (mark === '\\' ? '\\' : (match[Number(mark)] ?? '')));
}
