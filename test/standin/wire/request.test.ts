import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LobTable } from '../../../lib/standin/wire/lob-table.ts';
import { NeedMore } from '../../../lib/standin/wire/reader.ts';
import { readRequest } from '../../../lib/standin/wire/request.ts';
import { statementShape } from '../../../lib/standin/wire/statement-shape.ts';
import { FUNCTION, MESSAGE } from '../../../lib/standin/wire/wire-numbers.ts';
import { WIRE_LIMITS } from '../../../lib/standin/wire/wire-settings.ts';

const context = {
  fieldVersion: 12,
  complete: false,
  lobs: new LobTable(WIRE_LIMITS.lobs),
  cursor: () => ({ shape: statementShape('insert into t values (:1)'), binds: [] }),
};

describe('a request', () => {
  it('is calls behind their piggybacks', () => {
    const closing = [MESSAGE.piggyback, FUNCTION.closeCursors, 1, 1, 1, 2, 1, 7, 1, 9];
    const { calls, oneWay } = readRequest(Buffer.from([...closing, MESSAGE.function, FUNCTION.ping, 2]), context);
    expect(calls).toEqual([{ kind: 'close-cursors', ids: [7, 9] }, { kind: 'ping' }]);
    expect(oneWay).toBe(false);
  });

  it('is not read behind a piggyback that nobody knows', () => {
    const bytes = Buffer.from([MESSAGE.piggyback, 250, 1, 1, MESSAGE.function, FUNCTION.commit, 2]);
    expect(readRequest(bytes, context).calls.map(({ kind }) => kind)).toEqual(['unreadable']);
  });

  it('that ends early asks for more', () => {
    const fetch = [MESSAGE.function, FUNCTION.fetch, 1, 1, 5, 2, 3, 232];
    expect(readRequest(Buffer.from(fetch), context).calls).toEqual([{ kind: 'fetch', cursorId: 5, rows: 1000 }]);
    for (let length = 0; length < fetch.length; length += 1)
      expect(() => readRequest(Buffer.from(fetch.slice(0, length)), context)).toThrow(NeedMore);
  });

  it('of any bytes is read or refused, in bounded time', () => {
    const codes = Object.values(FUNCTION);
    const header = fc.tuple(fc.constantFrom(MESSAGE.function, MESSAGE.piggyback), fc.constantFrom(...codes));
    fc.assert(
      fc.property(header, fc.uint8Array({ maxLength: 300 }), (start, rest) => {
        try {
          expect(readRequest(Buffer.from([...start, ...rest]), context).calls.length).toBeGreaterThan(0);
        } catch (error) {
          if (!(error instanceof NeedMore) && !String(error).includes('ORA-') && !(error instanceof RangeError))
            throw error;
        }
      }),
      { numRuns: 3000, seed: 7 },
    );
  });
});
