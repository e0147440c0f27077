/**
 * Tokens of Oracle SQL as the dictionary stores it in check conditions, partition bounds and views:
 *   NAME  "Quoted Name"  'text'  N'text'  q'[text]'  12.5  1e3  <= <> != ^= := ||  ( ) , . + - * / = < > :  -- and block comments
 */
export type SqlToken =
  | { readonly kind: 'name'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'symbol'; readonly text: string };

const space = /\s+|--[^\n]*|\/\*[^]*?\*\//y;
const quotedName = /"([^"]+)"/y;
const plainName = /[\p{L}][\p{L}\p{N}_$#]*/uy;
const number = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const plainText = /[nN]?'((?:[^']|'')*)'/y;
const alternativeText = /[nN]?[qQ]'(?:\[([^]*?)\]|\{([^]*?)\}|\(([^]*?)\)|<([^]*?)>|(\S)([^]*?)\5)'/y;
const symbol = /<=|>=|<>|!=|\^=|\|\||\(\+\)|[(),.+\-*/=<>:]/y;

/** The tokens of a text. SyntaxError for what is not a token. */
export function sqlTokens(text: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  let position = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const match = pattern.exec(text);
    if (match !== null) position += match[0].length;
    return match;
  };
  while (position < text.length) {
    if (take(space) !== null) continue;
    tokens.push(nextToken(take));
  }
  return tokens;
}

function nextToken(take: (pattern: RegExp) => RegExpExecArray | null): SqlToken {
  const alternative = take(alternativeText);
  if (alternative !== null) {
    const [, square, curly, round, angle, , other] = alternative;
    return { kind: 'text', text: square ?? curly ?? round ?? angle ?? other ?? '' };
  }
  const quotedText = take(plainText);
  if (quotedText !== null) return { kind: 'text', text: (quotedText[1] ?? '').replaceAll("''", "'") };
  const quoted = take(quotedName);
  if (quoted !== null) return { kind: 'name', text: quoted[1] ?? '', quoted: true };
  const name = take(plainName);
  if (name !== null) return { kind: 'name', text: name[0].toUpperCase(), quoted: false };
  const digits = take(number);
  if (digits !== null) return { kind: 'number', text: digits[0] };
  const sign = take(symbol);
  if (sign !== null) return { kind: 'symbol', text: sign[0] };
  throw new SyntaxError('a character that this translator does not read');
}

/** Walks over tokens. Every refusal is a SyntaxError with its reason in words. */
export class TokenReader {
  readonly #tokens: readonly SqlToken[];
  #position = 0;

  constructor(tokens: readonly SqlToken[]) {
    this.#tokens = tokens;
  }

  get atEnd(): boolean {
    return this.#position >= this.#tokens.length;
  }

  /** The next token in words, for a refusal. */
  get shown(): string {
    return this.peek()?.text ?? 'the end';
  }

  peek(ahead = 0): SqlToken | null {
    return this.#tokens[this.#position + ahead] ?? null;
  }

  next(): SqlToken {
    const token = this.peek();
    if (token === null) throw new SyntaxError('it ends too early');
    this.#position += 1;
    return token;
  }

  /** Takes the next token when it is this keyword or symbol. */
  accept(text: string): boolean {
    const token = this.peek();
    const matches = token !== null && token.text === text && isWord(token);
    if (matches) this.#position += 1;
    return matches;
  }

  expect(text: string): void {
    if (!this.accept(text)) throw new SyntaxError(`${text} is missing`);
  }

  /** Is the next token this keyword or symbol? */
  sees(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token !== null && token.text === text && isWord(token);
  }
}

function isWord(token: SqlToken): boolean {
  return token.kind === 'symbol' || (token.kind === 'name' && !token.quoted);
}
