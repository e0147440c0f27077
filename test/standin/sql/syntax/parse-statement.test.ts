import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OracleError } from '../../../../lib/standin/oracle-error.ts';
import { parseStatement } from '../../../../lib/standin/sql/syntax/parse-statement.ts';
import { QUERIES, STATEMENTS } from './accepted-statements.ts';
import { REFUSED } from './refused-statements.ts';

function refusal(text: string): OracleError | null {
  try {
    parseStatement(text);
    return null;
  } catch (error) {
    if (error instanceof OracleError) return error;
    throw error;
  }
}

describe('statements Oracle accepts', () => {
  it.each(QUERIES)('%s', (text) => {
    expect(parseStatement(text).kind).toBe('select');
  });

  it.each(STATEMENTS)('%s: %s', (kind, text) => {
    expect(parseStatement(text).kind).toBe(kind);
  });

  it('spelling does not matter: case, blanks and comments', () => {
    const plain = parseStatement("select a, b from t where c = 'X y'");
    const spelled = parseStatement("SELECT\n/* c */ A ,B\tFROM T -- d\nWHERE C='X y'");
    const shape = (node: unknown): string =>
      JSON.stringify(node, (key, value: unknown) => (key === 'offset' ? undefined : value));
    expect(shape(spelled)).toBe(shape(plain));
  });
});

describe('statements Oracle refuses', () => {
  it.each(REFUSED)('%s is ORA-%i at "%s"', (text, code, at) => {
    const error = refusal(text);
    expect(error?.code).toBe(code);
    expect(error?.offset).toBe(at === '$' ? text.length : code === 6550 ? error?.offset : text.indexOf(at));
  });

  it('a list of more than a thousand expressions is ORA-01795', () => {
    const list = Array.from({ length: 1001 }, (_, index) => index).join();
    expect(refusal(`select 1 from dual where 1 in (${list})`)?.code).toBe(1795);
  });

  it('text nested too deeply is refused, not a crash', () => {
    expect(refusal(`select ${'('.repeat(5000)}1${')'.repeat(5000)} from dual`)?.code).toBe(3001);
    expect(refusal(`select ${'-('.repeat(2000)}1 from dual`)?.code).toBe(3001);
  });

  it('an identifier of more than 128 bytes is ORA-00972', () => {
    expect(refusal(`select ${'a'.repeat(129)} from dual`)?.code).toBe(972);
  });
});

describe('every text ends in a tree or an Oracle error', () => {
  const words = fc.constantFrom(
    ..."select from where group by order insert into values update set delete merge using on when matched then create table alter drop ( ) , . ; = := => 1 2.5 'x' \"Q\" :b t a b null and or not in is like between case end begin declare exception loop for if number varchar2 date interval day to second partition values less than primary key references with as union all * + - / || (+) over cast trim extract /* -- q'[".split(
      ' ',
    ),
  );

  it('for any sequence of words', () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 30 }), (sequence) => {
        refusal(sequence.join(' '));
      }),
      { numRuns: 3000, seed: 7 },
    );
  });

  it('for any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        refusal(text);
      }),
      { numRuns: 2000, seed: 7 },
    );
  });

  it('for every accepted statement cut short or with a word taken out', () => {
    for (const text of [...QUERIES, ...STATEMENTS.map(([, statement]) => statement)]) {
      const parts = text.split(/(?<=\s)/);
      parts.forEach((_, index) => {
        refusal(parts.slice(0, index).join(''));
        refusal([...parts.slice(0, index), ...parts.slice(index + 1)].join(''));
      });
    }
  });
});
