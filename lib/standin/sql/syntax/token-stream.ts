import { oracleErrorAt } from '../../oracle-error.ts';
import type { OracleError } from '../../oracle-error.ts';
import type { ObjectName, Name } from './ast.ts';
import type { Query, QueryBody } from './ast-query.ts';
import { PLSQL_RESERVED_WORDS, RESERVED_WORDS } from './reserved-words.ts';
import { tokenize } from './tokenize.ts';
import type { Token } from './tokenize.ts';

/** Parsers that expressions need of queries, handed in so that the two files need not import each other. */
export interface QueryParsers {
  /** A query that begins here, up to its closing parenthesis. */
  readonly query: (stream: TokenStream) => Query;
  /** What follows a query already read in parentheses: set operators, ORDER BY. */
  readonly continueQuery: (stream: TokenStream, left: QueryBody) => Query;
}

const DEPTH_MAX = 400;

/** A reading position in the tokens of one statement; every failed expectation raises the OracleError of its code and place. */
export class TokenStream {
  readonly source: string;
  readonly queries: QueryParsers;
  /** Inside PL/SQL: booleans are values, `;` ends a statement. */
  plsql = false;
  /** Binds met so far. */
  binds = 0;
  private readonly tokens: readonly Token[];
  private index = 0;
  private depth = 0;

  constructor(source: string, queries: QueryParsers) {
    this.source = source;
    this.queries = queries;
    this.tokens = tokenize(source);
  }

  get token(): Token {
    return this.peek(0);
  }

  get offset(): number {
    return this.token.offset;
  }

  get previousEnd(): number {
    return this.tokens[this.index - 1]?.end ?? 0;
  }

  peek(ahead: number): Token {
    const found = this.tokens[Math.min(this.index + ahead, this.tokens.length - 1)];
    if (found === undefined) throw new RangeError('a token stream ends with an end token');
    return found;
  }

  next(): Token {
    const token = this.token;
    if (token.kind === 'invalid') throw oracleErrorAt(token.offset, token.code);
    if (this.index < this.tokens.length - 1) this.index += 1;
    return token;
  }

  /** The current token is this unquoted word. */
  at(word: string): boolean {
    const token = this.token;
    return token.kind === 'word' && token.text === word;
  }

  atAny(...words: readonly string[]): boolean {
    const token = this.token;
    return token.kind === 'word' && words.includes(token.text);
  }

  /** These unquoted words follow one another. */
  atWords(...words: readonly string[]): boolean {
    return words.every((word, ahead) => {
      const token = this.peek(ahead);
      return token.kind === 'word' && token.text === word;
    });
  }

  /** Consumes the words when all of them follow. */
  accept(...words: readonly string[]): boolean {
    if (!this.atWords(...words)) return false;
    for (let count = 0; count < words.length; count += 1) this.next();
    return true;
  }

  /** Consumes one of the words and returns it. */
  acceptAny(...words: readonly string[]): string | null {
    const token = this.token;
    if (token.kind !== 'word' || !words.includes(token.text)) return null;
    this.next();
    return token.text;
  }

  expect(word: string, code: number): void {
    if (!this.accept(word)) throw this.error(code);
  }

  atSymbol(symbol: string): boolean {
    const token = this.token;
    return token.kind === 'symbol' && token.text === symbol;
  }

  acceptSymbol(symbol: string): boolean {
    if (!this.atSymbol(symbol)) return false;
    this.next();
    return true;
  }

  expectSymbol(symbol: string, code: number): void {
    if (!this.acceptSymbol(symbol)) throw this.error(code);
  }

  atEnd(): boolean {
    return this.token.kind === 'end';
  }

  /** The error at the current token; a token that is itself invalid has the first word. */
  error(code: number, ...places: readonly (string | number)[]): OracleError {
    const token = this.token;
    if (token.kind === 'invalid') return oracleErrorAt(token.offset, token.code);
    return oracleErrorAt(token.offset, code, ...places);
  }

  /** Runs a nested parser; text nested too deeply for the machine is refused. */
  nested<T>(parse: () => T): T {
    this.depth += 1;
    if (this.depth > DEPTH_MAX) throw oracleErrorAt(this.offset, 3001);
    const result = parse();
    this.depth -= 1;
    return result;
  }

  mark(): number {
    return this.index;
  }

  /** Goes back to a mark; nothing else may have kept what was read since. */
  reset(mark: number): void {
    this.index = mark;
  }

  /** The source from `offset` to the end of the last consumed token. */
  textFrom(offset: number): string {
    return this.source.slice(offset, this.previousEnd);
  }

  /** The rest of the source, consumed. */
  rest(): string {
    const text = this.source.slice(this.offset);
    this.index = this.tokens.length - 1;
    return text;
  }

  /** The tokens consumed since a mark. */
  tokensSince(mark: number): readonly Token[] {
    return this.tokens.slice(mark, this.index);
  }

  // -------------------------------------------------------------- names

  /** The current token can be a name: quoted, or a word that is not reserved. */
  atName(): boolean {
    const token = this.token;
    if (token.kind === 'quoted') return true;
    if (token.kind !== 'word') return false;
    if (this.plsql && PLSQL_RESERVED_WORDS.has(token.text)) return false;
    return !RESERVED_WORDS.has(token.text);
  }

  name(code: number, ...places: readonly (string | number)[]): Name {
    if (!this.atName()) throw this.error(code, ...places);
    return this.anyName();
  }

  /** The current word or quoted token as a name, reserved or not. */
  anyName(): Name {
    const token = this.next();
    return { text: token.text, quoted: token.kind === 'quoted', offset: token.offset };
  }

  /** `[schema.]name[@link]`; `code` is raised where the name is missing. */
  objectName(code: number): ObjectName {
    const first = this.name(code);
    let schema: Name | null = null;
    let name = first;
    if (this.acceptSymbol('.')) {
      schema = first;
      name = this.name(code);
    }
    const link = this.acceptSymbol('@') ? this.linkName() : null;
    return { schema, name, link, offset: first.offset };
  }

  private linkName(): Name {
    const first = this.name(1729);
    let text = first.text;
    while (this.acceptSymbol('.')) text += `.${this.name(1729).text}`;
    return { ...first, text };
  }

  /** `(a, b, c)` */
  nameList(code: number, ...places: readonly (string | number)[]): Name[] {
    this.expectSymbol('(', 906);
    const names = [this.name(code, ...places)];
    while (this.acceptSymbol(',')) names.push(this.name(code, ...places));
    this.expectSymbol(')', 907);
    return names;
  }

  /** An unsigned whole number, as written in clauses, within limits. */
  wholeNumber(code: number, low = 0, high = Number.MAX_SAFE_INTEGER): number {
    const token = this.token;
    if (token.kind !== 'number' || !/^\d{1,15}$/.test(token.text)) throw this.error(code);
    if (Number(token.text) < low || Number(token.text) > high) throw this.error(code);
    this.next();
    return Number(token.text);
  }

  /** A text literal. */
  text(code: number): string {
    const token = this.token;
    if (token.kind !== 'text' && token.kind !== 'ntext') throw this.error(code);
    this.next();
    return token.text;
  }
}
