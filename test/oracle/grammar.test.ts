/**
 * Every Oracle statement of the product has been accepted by a real Oracle grammar: its digest is in
 * accepted-statements.json. After changing a statement run `node test/oracle/prove-statements.ts`, which parses them all
 * (half a minute) and writes the file anew; it fails, and writes nothing, when the grammar rejects one.
 */
import { describe, expect, it } from 'vitest';
import { acceptedDigests, statementDigest } from './accepted-statements.ts';
import { statementTexts } from './statement-texts.ts';

describe('the statements of lib/oracle/sql', () => {
  const accepted = acceptedDigests();

  it.each(statementTexts().map((text) => [text]))('%s', (text) => {
    expect(accepted.has(statementDigest(text))).toBe(true);
  });

  it('are told apart by their digests', () => {
    const texts = statementTexts();
    expect(new Set(texts.map(statementDigest)).size).toBe(texts.length);
    expect(statementDigest('SELECT 1 FROM DUAL')).not.toBe(statementDigest('SELECT 2 FROM DUAL'));
  });
});
