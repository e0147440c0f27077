import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNumbers, numberToText, parseNumber } from '../../../../lib/standin/sql/values/number.ts';
import { decodeNumber, encodeNumber } from '../../../../lib/standin/sql/values/number-encoding.ts';
import type { OracleNumber } from '../../../../lib/standin/sql/values/value.ts';

function numberOf(text: string): OracleNumber {
  const value = parseNumber(text);
  if (value === null) throw new Error(`${text} is no number`);
  return value;
}

function hexOf(text: string): string {
  return Buffer.from(encodeNumber(numberOf(text))).toString('hex');
}

/** Bytes written by hand from the description of the format. */
const KNOWN: readonly (readonly [string, string])[] = [
  ['0', '80'],
  ['1', 'c102'],
  ['2', 'c103'],
  ['10', 'c10b'],
  ['99', 'c164'],
  ['100', 'c202'],
  ['123', 'c20218'],
  ['.5', 'c033'],
  ['.01', 'c002'],
  ['.001', 'bf0b'],
  ['123.45', 'c202182e'],
  ['-1', '3e6466'],
  ['-123.45', '3d644e3866'],
  ['-.1828', '3f534966'],
  ['1.7320508', 'c1024a153351'],
  ['1e-130', '8002'],
  ['99999999999999999999999999999999999999', `d3${'64'.repeat(19)}`],
  ['-99999999999999999999999999999999999999', `2c${'02'.repeat(19)}66`],
  ['1e38', 'd402'],
];

describe('NUMBER as internal bytes', () => {
  it.each(KNOWN)('%s is %s', (text, hex) => {
    expect(hexOf(text)).toBe(hex);
    expect(numberToText(decodeNumber(Buffer.from(hex, 'hex')))).toBe(numberToText(numberOf(text)));
  });

  const digits = fc.stringMatching(/^[1-9][0-9]{0,37}$/);
  const literal = fc
    .tuple(fc.boolean(), digits, fc.integer({ min: -128, max: 80 }))
    .map(([negative, text, exponent]) => `${negative ? '-' : ''}${text}e${exponent}`);

  it('any number of 38 digits comes back', () => {
    fc.assert(
      fc.property(literal, (text) => {
        const value = numberOf(text);
        expect(decodeNumber(encodeNumber(value))).toEqual(value);
      }),
      { numRuns: 2000, seed: 11 },
    );
  });

  it('bytes sort as the numbers do', () => {
    fc.assert(
      fc.property(literal, literal, (left, right) => {
        const a = numberOf(left);
        const b = numberOf(right);
        expect(Math.sign(Buffer.compare(encodeNumber(a), encodeNumber(b)))).toBe(Math.sign(compareNumbers(a, b)));
      }),
      { numRuns: 2000, seed: 12 },
    );
  });

  it('safe integers keep their value', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (integer) => {
        const text = numberToText(decodeNumber(encodeNumber(numberOf(String(integer)))));
        expect(text).toBe(String(integer));
      }),
      { numRuns: 1000, seed: 13 },
    );
  });
});
