import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRowids, makeRowid, rowidToText, textToRowid } from '../../../../lib/standin/sql/values/rowid.ts';

describe('ROWID', () => {
  it('is written in base 64 as documented', () => {
    expect(rowidToText(makeRowid(258, 1, 2082, 0))).toBe('AAAAECAABAAAAgiAAA');
    expect(textToRowid('AAAAECAABAAAAgiAAA')).toEqual(makeRowid(258, 1, 2082, 0));
  });

  it('comes back from its text', () => {
    const parts = fc.tuple(fc.nat(0xffffffff), fc.nat(1023), fc.nat(0x3fffff), fc.nat(65535));
    fc.assert(
      fc.property(parts, ([object, file, block, row]) => {
        const rowid = makeRowid(object, file, block, row);
        expect(textToRowid(rowidToText(rowid))).toEqual(rowid);
      }),
      { numRuns: 1000, seed: 41 },
    );
  });

  it('sorts by object, file, block and row', () => {
    expect(compareRowids(makeRowid(1, 9, 9, 9), makeRowid(2, 0, 0, 0))).toBeLessThan(0);
    expect(compareRowids(makeRowid(1, 1, 2, 0), makeRowid(1, 1, 1, 9))).toBeGreaterThan(0);
    expect(compareRowids(makeRowid(1, 1, 1, 1), makeRowid(1, 1, 1, 1))).toBe(0);
  });
});
