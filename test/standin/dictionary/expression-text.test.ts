import { expect, test } from 'vitest';
import { canonicalExpression } from '../../../lib/standin/dictionary/expression-text.ts';

const COLUMNS = new Set(['A', 'B', 'NAME', 'UPPER', 'Mixed']);

test.each([
  ['upper( name )', 'UPPER("NAME")'],
  ['a*b + 1', '"A"*"B"+1'],
  ["\"A\" || 'it''s  x'", "\"A\"||'it''s  x'"],
  ['case when a != 1 then b else null end', 'CASE  WHEN "A"<>1 THEN "B" ELSE NULL END'],
  ["to_char(a, 'YYYY') ", 'TO_CHAR("A",\'YYYY\')'],
  ['"Mixed" is null and a in (1, 2)', '"Mixed" IS NULL AND "A" IN (1,2)'],
  ['UPPER("NAME")', 'UPPER("NAME")'],
  ['upper(a)is null or (b = 1)', 'UPPER("A") IS NULL OR ("B"=1)'],
  ['upper(upper)', 'UPPER("UPPER")'],
  ['a /* why */ - .5', '"A"-.5'],
])('%s is printed as %s', (written, printed) => {
  expect(canonicalExpression(written, COLUMNS)).toBe(printed);
});
