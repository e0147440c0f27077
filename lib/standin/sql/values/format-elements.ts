/**
 * The elements of a datetime format model: `FMDD "of" Month, SYYYY HH24:MI:SS.FF3 TZH:TZM`.
 * ORA-01821 for an element that does not exist, ORA-01801 for a format that is too long.
 */
import { oracleError } from '../../oracle-error.ts';

export type FormatPart =
  | { readonly kind: 'literal'; readonly text: string; readonly quoted: boolean }
  | {
      readonly kind: 'element';
      /** Upper-cased: YYYY, MON, FF3 ... */
      readonly name: string;
      readonly casing: 'upper' | 'lower' | 'initial';
      /** FM is in force: no padding. */
      readonly fill: boolean;
      /** FX is in force: exact matching on input. */
      readonly exact: boolean;
      readonly suffix: '' | 'TH' | 'SP' | 'SPTH';
    };

/** Longest first where one begins another. */
const ELEMENTS: readonly string[] = [
  'Y,YYY', 'SYYYY', 'SYEAR', 'SSSSS', 'MONTH', 'A.D.', 'B.C.', 'A.M.', 'P.M.', 'YYYY', 'IYYY', 'RRRR', 'YEAR', 'HH24', 'HH12',
  'YYY', 'IYY', 'DDD', 'DAY', 'MON', 'SCC', 'TZH', 'TZM', 'TZR', 'TZD',
  'FF1', 'FF2', 'FF3', 'FF4', 'FF5', 'FF6', 'FF7', 'FF8', 'FF9',
  'AD', 'BC', 'AM', 'PM', 'CC', 'DD', 'DY', 'DL', 'DS', 'EE', 'FF', 'HH', 'IW', 'IY', 'MI', 'MM', 'RM', 'RR', 'SS', 'TS', 'WW', 'YY',
  'D', 'E', 'I', 'J', 'Q', 'W', 'X', 'Y',
]; // prettier-ignore

/** Two letters decide the case of a name: `Mon`, `MON`, `mon`. */
function casingOf(text: string): 'upper' | 'lower' | 'initial' {
  const first = text.charAt(0);
  if (first === first.toLowerCase() && first !== first.toUpperCase()) return 'lower';
  const second = text.charAt(1) === '.' ? text.charAt(2) : text.charAt(1);
  return second === second.toLowerCase() && second !== second.toUpperCase() ? 'initial' : 'upper';
}

const PUNCTUATION = /[\s\-/,.;:*_'!#$%&()+=?@[\]^`{|}~<>\\]/;

export function parseFormatModel(format: string): FormatPart[] {
  if (format.length > 255) throw oracleError(1801);
  const parts: FormatPart[] = [];
  const upper = format.toUpperCase();
  let position = 0;
  let fill = false;
  let exact = false;
  while (position < format.length) {
    if (upper.startsWith('FM', position)) {
      fill = !fill;
      position += 2;
      continue;
    }
    if (upper.startsWith('FX', position)) {
      exact = !exact;
      position += 2;
      continue;
    }
    const character = format.charAt(position);
    if (character === '"') {
      const close = format.indexOf('"', position + 1);
      if (close < 0) throw oracleError(1821);
      parts.push({ kind: 'literal', text: format.slice(position + 1, close), quoted: true });
      position = close + 1;
      continue;
    }
    const name = ELEMENTS.find((candidate) => upper.startsWith(candidate, position));
    if (name === undefined) {
      if (!PUNCTUATION.test(character)) throw oracleError(1821);
      parts.push({ kind: 'literal', text: character, quoted: false });
      position += 1;
      continue;
    }
    const casing = casingOf(format.slice(position, position + name.length));
    position += name.length;
    const suffix = suffixAt(upper, position, name);
    position += suffix.length;
    parts.push({ kind: 'element', name, casing, fill, exact, suffix: suffix === 'THSP' ? 'SPTH' : suffix });
  }
  return parts;
}

const SUFFIXED = new Set([
  'DD',
  'D',
  'DDD',
  'MM',
  'YYYY',
  'YYY',
  'YY',
  'Y',
  'HH',
  'HH12',
  'HH24',
  'MI',
  'SS',
  'Q',
  'WW',
  'W',
  'IW',
  'CC',
  'J',
  'SSSSS',
]);

function suffixAt(upper: string, position: number, name: string): '' | 'TH' | 'SP' | 'SPTH' | 'THSP' {
  if (!SUFFIXED.has(name)) return '';
  for (const suffix of ['SPTH', 'THSP', 'TH', 'SP'] as const) if (upper.startsWith(suffix, position)) return suffix;
  return '';
}

export const MONTHS: readonly string[] = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December',
]; // prettier-ignore

export const DAYS: readonly string[] = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

export const ROMAN: readonly string[] = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'];
