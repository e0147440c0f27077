import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalChar,
  canonicalDatetime,
  canonicalDecimal,
  canonicalDouble,
  canonicalFloat,
  canonicalIntervalDaySecond,
  canonicalIntervalYearMonth,
  canonicalText,
  canonicalTimestamp,
  canonicalTimestampZone,
} from '../../lib/model/canonical-value.ts';
import { Fault } from '../../lib/model/fault.ts';

/** Every input ends in a value or in VALUE_UNREADABLE; anything else is a failed test. */
function valueOrFault(read: () => string | null): string | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Fault && error.code === 'VALUE_UNREADABLE') return error.code;
    throw error;
  }
}

const unreadable = (read: () => string | null): void => expect(valueOrFault(read)).toBe('VALUE_UNREADABLE');

describe('canonicalDecimal', () => {
  it.each([
    ['0', '0'],
    ['-0', '0'],
    ['0.000', '0'],
    ['.5', '0.5'],
    ['-.001', '-0.001'],
    ['12.50', '12.5'],
    ['+7', '7'],
    ['0012', '12'],
    ['100', '100'],
    ['5.', '5'],
    ['1.5E+03', '1500'],
    ['-25e-4', '-0.0025'],
    ['1E2', '100'],
    ['123456789012345678901234567890123456789.5', '123456789012345678901234567890123456789.5'],
  ])('reads %s as %s', (text, value) => {
    expect(canonicalDecimal(text)).toBe(value);
  });

  it.each(['', '.', '-', '1,5', ' 1', '1 ', '~', '-~', '0x1f', '1e', '1e99999', '--1', '1.2.3', 'NaN'])(
    'refuses %j',
    (text) => unreadable(() => canonicalDecimal(text)),
  );

  it('agrees with exact integer arithmetic whatever the spelling', () => {
    const digits = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n });
    fc.assert(
      fc.property(digits, fc.integer({ min: 0, max: 60 }), fc.nat(4), fc.nat(4), (unscaled, scale, before, after) => {
        const sign = unscaled < 0n ? '-' : '';
        const plain = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
        const spelled = `${sign}${'0'.repeat(before)}${plain.slice(0, plain.length - scale)}.${plain.slice(plain.length - scale)}${'0'.repeat(after)}`;
        const value = canonicalDecimal(spelled);
        const [whole = '', fraction = ''] = value.replace('-', '').split('.');
        const back = BigInt(whole + fraction.padEnd(scale, '0')) * (value.startsWith('-') ? -1n : 1n);
        expect(back).toBe(unscaled);
        expect(canonicalDecimal(value)).toBe(value);
        expect(value).toMatch(/^(0|-?(0\.\d*[1-9]|[1-9]\d*(\.\d*[1-9])?))$/);
      }),
    );
  });
});

describe('doubles', () => {
  it('are the shortest text that reads back to the same double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        const text = canonicalDouble(value.toExponential(20));
        expect(Number(text)).toBe(value === 0 ? 0 : value);
        expect(canonicalDouble(value.toPrecision(17))).toBe(text);
      }),
    );
  });

  it('read the spellings of Oracle for what is not a number', () => {
    expect(['Nan', 'Inf', '-Inf', '-Infinity'].map(canonicalDouble)).toEqual([
      'NaN',
      'Infinity',
      '-Infinity',
      '-Infinity',
    ]);
    expect(canonicalDouble('-0')).toBe('0');
  });

  it('of single precision are rounded to single precision first', () => {
    expect(canonicalFloat('1.7320508E+000')).toBe('1.7320507764816284');
    expect(canonicalFloat('0.1')).toBe('0.10000000149011612');
  });

  it.each(['', '1e', 'Nano', '1,5', '0x10'])('refuse %j', (text) => unreadable(() => canonicalDouble(text)));
});

describe('text', () => {
  it('of length zero is NULL in VARCHAR2, as in Oracle', () => {
    expect(canonicalText('')).toBeNull();
    expect(canonicalText(' ')).toBe(' ');
  });

  it('of CHAR loses trailing blanks and nothing else', () => {
    expect(canonicalChar('ab  ')).toBe('ab');
    expect(canonicalChar('   ')).toBe('');
    expect(canonicalChar(' a\t ')).toBe(' a\t');
    expect(canonicalChar('a\u3000')).toBe('a\u3000');
  });
});

describe('datetimes', () => {
  it.each([
    [' 2024-02-29 23:59:59', '2024-02-29 23:59:59'],
    ['0001-01-01 00:00:00', '0001-01-01 00:00:00'],
    ['-0044-03-15 12:00:00', '-0044-03-15 12:00:00'],
    ['9999-12-31 23:59:59', '9999-12-31 23:59:59'],
    ['1500-02-29 00:00:00', '1500-02-29 00:00:00'],
  ])('read %j as %j', (text, value) => {
    expect(canonicalDatetime(text)).toBe(value);
  });

  it.each([
    '2023-02-29 00:00:00',
    '1900-02-29 00:00:00',
    '2024-04-31 00:00:00',
    '2024-13-01 00:00:00',
    '2024-00-10 00:00:00',
    '0000-00-00 00:00:00',
    '2024-01-01 24:00:00',
    '2024-01-01 10:60:00',
    '2024-01-01',
    '24-01-01 00:00:00',
    '2024-01-01 10:00:00.5',
    '',
  ])('refuse %j', (text) => unreadable(() => canonicalDatetime(text)));

  it('accept exactly the days of the Gregorian calendar after 1582', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1583, max: 9999 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 31 }),
        (year, month, day) => {
          const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')} 00:00:00`;
          const exists = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
          expect(valueOrFault(() => canonicalDatetime(text))).toBe(exists ? text : 'VALUE_UNREADABLE');
        },
      ),
    );
  });

  it('keep the fraction of a timestamp without trailing zeros', () => {
    expect(canonicalTimestamp(' 2024-02-14 10:58:02.202600000', 9)).toBe('2024-02-14 10:58:02.2026');
    expect(canonicalTimestamp('2024-02-14 10:58:02.000000', 6)).toBe('2024-02-14 10:58:02');
    expect(canonicalTimestamp('2024-02-14 10:58:02', 0)).toBe('2024-02-14 10:58:02');
    expect(canonicalTimestamp(' 2024-02-14 10:58:02.120000000', 2)).toBe('2024-02-14 10:58:02.12');
    unreadable(() => canonicalTimestamp('2024-02-14 10:58:02.123', 2));
    unreadable(() => canonicalTimestamp('2024-02-14 10:58:02.', 6));
    unreadable(() => canonicalTimestamp('2024-02-14 10:58:02.1234567890', 9));
  });

  it('keep the offset of a timestamp with time zone', () => {
    expect(canonicalTimestampZone(' 2024-02-14 10:58:02.200000000 +05:30', 9)).toBe('2024-02-14 10:58:02.2 +05:30');
    expect(canonicalTimestampZone('2024-02-14 10:58:02 -00:00', 6)).toBe('2024-02-14 10:58:02 +00:00');
    unreadable(() => canonicalTimestampZone('2024-02-14 10:58:02.2 Europe/Paris', 6));
    unreadable(() => canonicalTimestampZone('2024-02-14 10:58:02', 6));
  });
});

describe('intervals', () => {
  it.each([
    ['+03-06', '+03-06'],
    ['-0003-06', '-03-06'],
    ['+0123-11', '+123-11'],
    ['-00-00', '+00-00'],
    ['3-6', '+03-06'],
  ])('of years read %s as %s', (text, value) => {
    expect(canonicalIntervalYearMonth(text)).toBe(value);
  });

  it.each([
    ['+000000001 02:03:04.560000000', '+1 02:03:04.56'],
    ['-001 02:03:04.000000', '-1 02:03:04'],
    ['+00 00:00:00.000001', '+0 00:00:00.000001'],
    ['-00 00:00:00', '+0 00:00:00'],
    ['-00 00:00:00.5', '-0 00:00:00.5'],
  ])('of days read %s as %s', (text, value) => {
    expect(canonicalIntervalDaySecond(text)).toBe(value);
  });

  it.each(['+03-12', '', '1 24:00:00', '+1'])('refuse %j', (text) => {
    unreadable(() => canonicalIntervalYearMonth(text));
    unreadable(() => canonicalIntervalDaySecond(text));
  });
});

describe('every function', () => {
  const readers = [
    canonicalDecimal,
    canonicalDouble,
    canonicalFloat,
    canonicalDatetime,
    (text: string) => canonicalTimestamp(text, 6),
    (text: string) => canonicalTimestampZone(text, 9),
    canonicalIntervalYearMonth,
    canonicalIntervalDaySecond,
  ];
  const seeds = ['-12.5', '1e10', ' 2024-02-14 10:58:02.2 +01:00', '+1 02:03:04.56', '+03-06', '-0044-03-15 12:00:00'];

  it('ends in a value or a fault, is idempotent, and never quotes the value', () => {
    const mutated = fc
      .tuple(fc.constantFrom(...seeds), fc.nat(30), fc.string({ maxLength: 3 }), fc.nat(2))
      .map(([seed, at, insert, remove]) => seed.slice(0, at) + insert + seed.slice(at + remove));
    fc.assert(
      fc.property(fc.oneof(mutated, fc.string()), fc.constantFrom(...readers), (text, read) => {
        const value = valueOrFault(() => read(text));
        if (value !== null && value !== 'VALUE_UNREADABLE') expect(read(value)).toBe(value);
      }),
      { numRuns: 5000 },
    );
  });
});
