import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { civilFromDayNumber, dayNumber, dayOfWeek, isoWeek } from '../../../../lib/standin/sql/values/calendar.ts';
import { fieldsOf, secondsOf } from '../../../../lib/standin/sql/values/datetime.ts';

describe('the calendar', () => {
  it('numbers days as the Julian day count does', () => {
    expect(dayNumber(2000, 1, 1)).toBe(2451545);
    expect(dayNumber(1970, 1, 1)).toBe(2440588);
    expect(dayNumber(1582, 10, 15)).toBe(2299161);
    expect(dayNumber(1582, 10, 4)).toBe(2299160);
  });

  it('knows weekdays and ISO weeks', () => {
    expect(dayOfWeek(dayNumber(2026, 3, 15))).toBe(1);
    expect(dayOfWeek(dayNumber(2024, 2, 29))).toBe(5);
    expect(isoWeek(2020, 12, 31)).toEqual({ year: 2020, week: 53 });
    expect(isoWeek(2021, 1, 4)).toEqual({ year: 2021, week: 1 });
    expect(isoWeek(2024, 12, 30)).toEqual({ year: 2025, week: 1 });
  });

  it('every day comes back from its number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5373484 }), (number) => {
        const { year, month, day } = civilFromDayNumber(number);
        expect(dayNumber(year, month, day)).toBe(number);
      }),
      { numRuns: 3000, seed: 31 },
    );
  });

  it('the platform agrees on Gregorian days', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100000, max: 2900000 }), (days) => {
        const shown = new Date(days * 86_400_000).toISOString().slice(0, 10);
        const { year, month, day } = civilFromDayNumber(2440588 + days);
        expect(
          `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`,
        ).toBe(shown);
      }),
      { numRuns: 2000, seed: 32 },
    );
  });

  it('every second comes back from its count', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2299161 * 86400, max: 5373484 * 86400 }), (seconds) => {
        expect(secondsOf(fieldsOf(seconds, 0))).toBe(seconds);
      }),
      { numRuns: 2000, seed: 33 },
    );
  });
});
