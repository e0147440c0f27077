import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberToText, parseNumber } from '../../../../lib/standin/sql/values/number.ts';
import {
  add,
  divide,
  modulo,
  multiply,
  roundNumber,
  subtract,
  truncateNumber,
} from '../../../../lib/standin/sql/values/number-arithmetic.ts';
import type { OracleNumber } from '../../../../lib/standin/sql/values/value.ts';

/** A naive model: a value is `units / 10 ** 10`, exact. */
const SCALE = 10n ** 10n;

function numberOf(units: bigint): OracleNumber {
  const value = parseNumber(`${units}e-10`);
  if (value === null) throw new Error('no number');
  return value;
}

/** Plain text of units / 10 ** places without trailing zeros and without a leading zero. */
function textOf(units: bigint, places: number): string {
  const negative = units < 0n;
  const digits = (negative ? -units : units).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places).replace(/^0+/, '');
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  const text = whole + (fraction === '' ? '' : `.${fraction}`);
  return text === '' ? '0' : (negative ? '-' : '') + text;
}

const units = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });

function check(property: (a: bigint, b: bigint) => void): void {
  fc.assert(fc.property(units, units, property), { numRuns: 1500, seed: 21 });
}

describe('arithmetic of NUMBER is exact', () => {
  it('for sums and differences', () => {
    check((a, b) => {
      expect(numberToText(add(numberOf(a), numberOf(b)))).toBe(textOf(a + b, 10));
      expect(numberToText(subtract(numberOf(a), numberOf(b)))).toBe(textOf(a - b, 10));
    });
  });

  it('for products', () => {
    check((a, b) => {
      expect(numberToText(multiply(numberOf(a), numberOf(b)))).toBe(textOf(a * b, 20));
    });
  });

  it('for MOD, which has the sign of its first argument', () => {
    check((a, b) => {
      if (b !== 0n) expect(numberToText(modulo(numberOf(a), numberOf(b)))).toBe(textOf(a % b, 10));
    });
  });

  it('for quotients that end', () => {
    check((a, b) => {
      if (b === 0n) return;
      const product = multiply(numberOf(a), numberOf(b));
      expect(numberToText(divide(product, numberOf(b)))).toBe(textOf(a, 10));
    });
  });

  it('for TRUNC and ROUND to whole numbers', () => {
    check((a) => {
      const half = a < 0n ? -SCALE / 2n : SCALE / 2n;
      expect(numberToText(truncateNumber(numberOf(a), 0))).toBe(String(a / SCALE));
      expect(numberToText(roundNumber(numberOf(a), 0))).toBe(String((a + half) / SCALE));
    });
  });
});
