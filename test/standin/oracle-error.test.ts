import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { atLine, hasOracleErrorText, oracleError, oracleErrorAt, plsqlError } from '../../lib/standin/oracle-error.ts';
import { ORACLE_ERROR_TEXTS } from '../../lib/standin/oracle-error-text.ts';
import { PLSQL_ERROR_TEXTS } from '../../lib/standin/plsql-error-text.ts';

const STANDIN = join(import.meta.dirname, '../../lib/standin');

describe('an Oracle error', () => {
  it('has five digits, its text and its places', () => {
    expect(oracleError(942).message).toBe('ORA-00942: table or view does not exist');
    expect(oracleError(904, '"FOO"').message).toBe('ORA-00904: "FOO": invalid identifier');
    expect(oracleError(12899, '"S"."T"."C"', 12, 10).message).toBe(
      'ORA-12899: value too large for column "S"."T"."C" (actual: 12, maximum: 10)',
    );
    expect(oracleErrorAt(14, 942)).toMatchObject({ code: 942, offset: 14 });
  });

  it('of a block tells line and column twice', () => {
    expect(plsqlError({ line: 1, column: 7, offset: 6 }, 201, 'X')).toMatchObject({
      code: 6550,
      offset: 6,
      message:
        "ORA-06550: line 1, column 7:\nPLS-00201: identifier 'X' must be declared\nORA-06550: line 1, column 7:\nPL/SQL: Statement ignored",
    });
    expect(atLine(oracleError(1403), 3).message).toBe('ORA-01403: no data found\nORA-06512: at line 3');
  });

  it('without a text, or with more values than places, is a mistake of ours', () => {
    expect(() => oracleError(99_999)).toThrow(/no text for ORA-99999/);
    expect(() => oracleError(942, 'T')).toThrow(/0 places, 1 values/);
  });

  it('exists for every code that the stand-in raises', () => {
    const missing: string[] = [];
    for (const file of readdirSync(STANDIN, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const text = readFileSync(join(STANDIN, file), 'utf8');
      for (const [, code] of text.matchAll(/oracle(?:Error|Message)\(\s*(\d[\d_]*)/g))
        if (!hasOracleErrorText(numberOf(code))) missing.push(`${file}: ORA-${code}`);
      for (const [, code] of text.matchAll(/oracleErrorAt\([^,()]+(?:\([^()]*\))?,\s*(\d[\d_]*)/g))
        if (!hasOracleErrorText(numberOf(code))) missing.push(`${file}: ORA-${code}`);
      for (const [, code] of text.matchAll(/plsqlError\([^,()]+(?:\([^()]*\))?,\s*(\d[\d_]*)/g))
        if (!PLSQL_ERROR_TEXTS.has(numberOf(code))) missing.push(`${file}: PLS-${code}`);
    }
    expect(missing).toEqual([]);
  });

  it('is never given more values than its text has places', () => {
    const wrong: string[] = [];
    for (const file of readdirSync(STANDIN, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const text = readFileSync(join(STANDIN, file), 'utf8');
      for (const found of text.matchAll(/oracleError(At)?\(/g)) {
        const [code, ...values] = argumentsOf(text, found.index + found[0].length).slice(
          found[1] === undefined ? 0 : 1,
        );
        const places = ORACLE_ERROR_TEXTS.get(numberOf(code))?.split('%s').length ?? Infinity;
        if (values.length > places - 1) wrong.push(`${file}: ORA-${code} with ${values.join(', ')}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

/** Arguments of a call whose opening parenthesis is just before `from`, cut at the commas between them. */
function argumentsOf(text: string, from: number): readonly string[] {
  const found = [''];
  let depth = 1;
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (`'"\``.includes(character)) quote = character;
    else if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    if (depth === 0) break;
    if (depth === 1 && quote === '' && character === ',') found.push('');
    else found.push(`${found.pop() ?? ''}${character}`);
  }
  return found.map((argument) => argument.trim()).filter((argument) => argument !== '');
}

function numberOf(code: string | undefined): number {
  return Number((code ?? '').replaceAll('_', ''));
}
