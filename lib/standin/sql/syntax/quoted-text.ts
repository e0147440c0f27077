/**
 * Text literals: `'it''s'` and the alternative quoting `q'[it's]'`, `q'{..}'`, `q'(..)'`, `q'<..>'`, `q'!..!'`.
 */
const CLOSERS: ReadonlyMap<string, string> = new Map([
  ['[', ']'],
  ['{', '}'],
  ['(', ')'],
  ['<', '>'],
]);

export interface QuotedText {
  readonly text: string;
  /** The position after the closing quote. */
  readonly end: number;
}

/** The literal whose opening quote is at `quote`, or null when it is not terminated. */
export function decodeQuotedText(source: string, quote: number, alternative: boolean): QuotedText | null {
  if (alternative) {
    const opener = source.charAt(quote + 1);
    if (opener === '' || /\s/.test(opener)) return null;
    const closer = `${CLOSERS.get(opener) ?? opener}'`;
    const close = source.indexOf(closer, quote + 2);
    if (close < 0) return null;
    return { text: source.slice(quote + 2, close), end: close + 2 };
  }
  let position = quote + 1;
  let text = '';
  for (;;) {
    const close = source.indexOf("'", position);
    if (close < 0) return null;
    text += source.slice(position, close);
    if (source.charAt(close + 1) !== "'") return { text, end: close + 1 };
    text += "'";
    position = close + 2;
  }
}
