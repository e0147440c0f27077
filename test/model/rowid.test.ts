import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRowid, encodeRowid, rowidAddress } from '../../lib/model/rowid.ts';

describe('ROWIDs', () => {
  it('are read by hand: A is 0, B is 1, a is 26, 0 is 52, / is 63', () => {
    // R = 17, 3 = 55, s = 44: 17 * 4096 + 55 * 64 + 44; E = 4; C = 2, X = 23: 2 * 64 + 23; B = 1.
    expect(decodeRowid('AAAR3sAAEAAAACXAAB')).toEqual({ object: 73_196, file: 4, block: 151, row: 1 });
    expect(encodeRowid({ object: 73_196, file: 4, block: 151, row: 1 })).toBe('AAAR3sAAEAAAACXAAB');
  });

  it('survive a round trip', () => {
    const part = (bits: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: 2 ** bits - 1 });
    fc.assert(
      fc.property(part(31), part(10), part(22), part(15), (object, file, block, row) => {
        expect(decodeRowid(encodeRowid({ object, file, block, row }))).toEqual({ object, file, block, row });
      }),
    );
  });

  it('of other shapes are refused, parts out of range are an error', () => {
    for (const text of ['', '*BAEAAIXAsEC/g', 'AAAR3sAAEAAAACXAA', 'AAAR3sAAEAAAACXAA!', 'AAAR3sAAEAAAACXAAä']) {
      expect(() => decodeRowid(text)).toThrow(/VALUE_UNREADABLE/);
    }
    expect(() => encodeRowid({ object: -1, file: 0, block: 0, row: 0 })).toThrow(RangeError);
    expect(() => encodeRowid({ object: 0, file: 64 ** 3, block: 0, row: 0 })).toThrow(RangeError);
  });

  it('of bigfile tablespaces spread the block over file and block', () => {
    expect(rowidAddress(7, 130)).toEqual({ file: 7, block: 130 });
    expect(rowidAddress(1_024, 4_194_304 * 3 + 5)).toEqual({ file: 3, block: 5 });
  });
});
