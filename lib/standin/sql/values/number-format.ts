/**
 * Number format models: `FM999G990D00`, `S9999`, `$99.9MI`, `0XXXX`, `TM9`, `9.9EEEE`, `RN`. ORA-01481 for a bad model.
 */
import { oracleError } from '../../oracle-error.ts';
import { decimalDigits, makeNumber, numberToText, plainText, powerOfTen, scientificText, toBigInt } from './number.ts';
import { multiply, roundNumber } from './number-arithmetic.ts';
import type { OracleNumber } from './value.ts';

export interface NumberFormat {
  readonly fill: boolean;
  readonly kind: 'fixed' | 'hex' | 'roman' | 'minimal' | 'minimal-scientific';
  /** Integer part: 9, 0 and the separators `,` and `G`. */
  readonly whole: string;
  /** Fraction: 9 and 0. */
  readonly fraction: string;
  /** '', '.', or 'D'. */
  readonly radix: '' | '.' | 'D';
  readonly sign: 'default' | 'S-leading' | 'S-trailing' | 'MI' | 'PR';
  readonly currency: '' | '$' | 'L' | 'C' | 'U';
  readonly scientific: boolean;
  readonly blankZero: boolean;
  /** Digits after V. */
  readonly shift: number;
  readonly lowerCase: boolean;
  readonly source: string;
}

export interface NumericSymbols {
  readonly decimal: string;
  readonly group: string;
  readonly currency: string;
  readonly isoCurrency: string;
}

const MODEL = /^(FM)?(S)?(B)?([$LCU])?([09,G]*)(?:([.D])([09]*))?(?:(V)([09]+))?([$LCU])?(B)?(EEEE)?(MI|PR|S)?$/;

export function parseNumberFormat(format: string): NumberFormat {
  const source = format.toUpperCase();
  const fill = source.startsWith('FM');
  const body = fill ? source.slice(2) : source;
  const base = {
    fill,
    whole: '',
    fraction: '',
    radix: '',
    sign: 'default',
    currency: '',
    scientific: false,
    blankZero: false,
    shift: 0,
    lowerCase: false,
    source,
  } as const;
  if (body === 'TM' || body === 'TM9') return { ...base, kind: 'minimal' };
  if (body === 'TME') return { ...base, kind: 'minimal-scientific' };
  if (body === 'RN') return { ...base, kind: 'roman', lowerCase: format.endsWith('n') };
  if (/^[0]*X+$/.test(body)) return { ...base, kind: 'hex', whole: body, lowerCase: format.includes('x') };
  const match = MODEL.exec(source);
  if (match === null) throw oracleError(1481);
  const [, , leadingS, b1, c1, whole = '', radix = '', fraction = '', , shifted = '', c2, b2, eeee, tail] = match;
  if (leadingS !== undefined && tail !== undefined) throw oracleError(1481);
  if (/^[,G]/.test(whole) || (/[,G]/.test(whole) && eeee !== undefined)) throw oracleError(1481);
  if (whole === '' && fraction === '' && shifted === '') throw oracleError(1481);
  const sign =
    leadingS !== undefined
      ? 'S-leading'
      : tail === 'S'
        ? 'S-trailing'
        : tail === 'MI' || tail === 'PR'
          ? tail
          : 'default';
  return {
    ...base,
    kind: 'fixed',
    whole: whole + shifted,
    fraction,
    radix: radix === '.' || radix === 'D' ? radix : '',
    sign,
    currency: currencyOf(c1 ?? c2 ?? ''),
    scientific: eeee !== undefined,
    blankZero: b1 !== undefined || b2 !== undefined,
    shift: shifted.length,
  };
}

function currencyOf(text: string): NumberFormat['currency'] {
  return text === '$' || text === 'L' || text === 'C' || text === 'U' ? text : '';
}

export function formatNumber(value: OracleNumber, format: NumberFormat, symbols: NumericSymbols): string {
  switch (format.kind) {
    case 'minimal':
      if (value.exponent === 0 && typeof value.coefficient === 'number') return String(value.coefficient);
      return symbols.decimal === '.' ? minimalText(value) : minimalText(value).replace('.', symbols.decimal);
    case 'minimal-scientific':
      return scientific(value).replace('.', symbols.decimal);
    case 'hex':
      return hexText(value, format);
    case 'roman':
      return romanText(value, format);
    case 'fixed':
      return format.scientific ? scientificFixed(value, format, symbols) : fixedText(value, format, symbols);
  }
}

/** TM9: plain digits up to 64 characters, else with an exponent. */
function minimalText(value: OracleNumber): string {
  const { negative, digits } = decimalDigits(value);
  const plain = digits === '0' ? '0' : plainText(digits, value.exponent);
  return plain.length <= 64 ? (negative ? '-' : '') + plain : scientific(value);
}

function scientific(value: OracleNumber): string {
  const { negative, digits } = decimalDigits(value);
  const text =
    digits === '0' ? '0E+00' : scientificText(digits, digits.length + value.exponent, 64).replace('.0E', 'E');
  return (negative ? '-' : '') + text;
}

function hexText(value: OracleNumber, format: NumberFormat): string {
  const whole = toBigInt(roundNumber(value, 0)) ?? 0n;
  const width = format.whole.length + (format.fill ? 0 : 1);
  if (whole < 0n) return '#'.repeat(format.whole.length + 1);
  const digits = format.lowerCase ? whole.toString(16) : whole.toString(16).toUpperCase();
  if (digits.length > format.whole.length) return '#'.repeat(format.whole.length + 1);
  const padded = format.whole.startsWith('0') ? digits.padStart(format.whole.length, '0') : digits;
  return format.fill ? padded : padded.padStart(width);
}

const ROMAN_DIGITS: readonly (readonly [number, string])[] = [
  [1000, 'M'], [900, 'CM'], [500, 'D'], [400, 'CD'], [100, 'C'], [90, 'XC'], [50, 'L'], [40, 'XL'], [10, 'X'], [9, 'IX'], [5, 'V'], [4, 'IV'], [1, 'I'],
]; // prettier-ignore

function romanText(value: OracleNumber, format: NumberFormat): string {
  let rest = Number(toBigInt(roundNumber(value, 0)) ?? 0n);
  if (rest < 1 || rest > 3999) return '#'.repeat(15);
  let text = '';
  for (const [amount, letters] of ROMAN_DIGITS) {
    while (rest >= amount) {
      text += letters;
      rest -= amount;
    }
  }
  if (format.lowerCase) text = text.toLowerCase();
  return format.fill ? text : text.padStart(15);
}

function fixedText(value: OracleNumber, format: NumberFormat, symbols: NumericSymbols): string {
  const shifted = format.shift === 0 ? value : multiply(value, makeNumber(powerOfTen(format.shift), 0));
  const rounded = roundNumber(shifted, format.fraction.length);
  const { digits } = decimalDigits(rounded);
  const plain = rounded.coefficient === 0 ? '' : plainText(digits, rounded.exponent);
  const [wholeDigits = '', fractionDigits = ''] = plain.split('.');
  const places = format.whole.replace(/[,G]/g, '').length;
  const negative = value.coefficient < 0;
  if (wholeDigits.length > places) return '#'.repeat(widthOf(format));
  if (format.blankZero && wholeDigits === '' && format.fraction === '')
    return format.fill ? '' : ' '.repeat(widthOf(format));
  let whole = wholePart(wholeDigits, format, symbols);
  const fraction = fractionPart(fractionDigits, format, symbols);
  if (whole.trim() === '' && fraction === '' && format.whole !== '') whole = whole.slice(0, -1) + '0';
  return decorated(whole, fraction, negative, format, symbols);
}

/** The integer digits under their pattern: leading 9s without a digit are blanks, separators among them too. */
function wholePart(digits: string, format: NumberFormat, symbols: NumericSymbols): string {
  const pattern = format.whole;
  let text = '';
  let next = digits.length - 1;
  for (let index = pattern.length - 1; index >= 0; index -= 1) {
    const mark = pattern.charAt(index);
    const forced = pattern.slice(0, index + 1).includes('0');
    if (mark === ',' || mark === 'G') text = (next >= 0 || forced ? (mark === 'G' ? symbols.group : ',') : ' ') + text;
    else {
      text = (next >= 0 ? digits.charAt(next) : forced ? '0' : ' ') + text;
      next -= 1;
    }
  }
  return text;
}

function fractionPart(digits: string, format: NumberFormat, symbols: NumericSymbols): string {
  if (format.radix === '') return '';
  const radix = format.radix === 'D' ? symbols.decimal : '.';
  let text = digits.padEnd(format.fraction.length, '0');
  if (format.fill) {
    // FM drops trailing zeros down to the last 0 of the pattern.
    const keep = Math.max(digits.length, format.fraction.lastIndexOf('0') + 1);
    text = text.slice(0, keep);
  }
  return radix + text;
}

function decorated(
  whole: string,
  fraction: string,
  negative: boolean,
  format: NumberFormat,
  symbols: NumericSymbols,
): string {
  const lead = /^ */.exec(whole)?.[0].length ?? 0;
  const body = whole.slice(lead) + fraction;
  const { before, after } = signParts(negative, format.sign);
  const text = before + currencyText(format, symbols) + body + after;
  return format.fill ? text.trim() : text.padStart(widthOf(format));
}

function signParts(negative: boolean, sign: NumberFormat['sign']): { readonly before: string; readonly after: string } {
  switch (sign) {
    case 'S-leading':
      return { before: negative ? '-' : '+', after: '' };
    case 'S-trailing':
      return { before: '', after: negative ? '-' : '+' };
    case 'MI':
      return { before: '', after: negative ? '-' : ' ' };
    case 'PR':
      return { before: negative ? '<' : ' ', after: negative ? '>' : ' ' };
    case 'default':
      return { before: negative ? '-' : '', after: '' };
  }
}

function currencyText(format: NumberFormat, symbols: NumericSymbols): string {
  if (format.currency === '') return '';
  if (format.currency === '$') return '$';
  return format.currency === 'C' ? symbols.isoCurrency : symbols.currency;
}

/** Characters of the result without FM. */
function widthOf(format: NumberFormat): number {
  const currency = format.currency === '' ? 0 : format.currency === '$' ? 1 : format.currency === 'C' ? 7 : 10;
  const signs = format.sign === 'PR' ? 2 : 1;
  const exponent = format.scientific ? 5 : 0;
  return format.whole.length + (format.radix === '' ? 0 : 1) + format.fraction.length + currency + signs + exponent;
}

function scientificFixed(value: OracleNumber, format: NumberFormat, symbols: NumericSymbols): string {
  const { digits } = decimalDigits(value);
  let magnitude = value.coefficient === 0 ? 1 : digits.length + value.exponent;
  const scaled = { kind: 'number', coefficient: BigInt(digits), exponent: -(digits.length - 1) } as const;
  let mantissa = roundNumber(scaled, format.fraction.length);
  let text = decimalDigits(mantissa);
  if (text.digits.length + mantissa.exponent > 1) {
    mantissa = makeNumber(1, 0);
    text = { negative: false, digits: '1' };
    magnitude += 1;
  }
  const [whole = '0', fraction = ''] = (
    mantissa.coefficient === 0 ? '0' : plainText(text.digits, mantissa.exponent)
  ).split('.');
  const power = magnitude - 1;
  const exponent = `E${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  const shown =
    format.radix === ''
      ? ''
      : (format.radix === 'D' ? symbols.decimal : '.') + fraction.padEnd(format.fraction.length, '0');
  const { before, after } = signParts(value.coefficient < 0, format.sign);
  const full = before + whole + shown + exponent + after;
  return format.fill ? full.trim() : full.padStart(2 + shown.length + exponent.length);
}

/** TO_NUMBER(text, format). ORA-01722 when the text does not fit. */
export function parseFormattedNumber(text: string, format: NumberFormat, symbols: NumericSymbols): OracleNumber {
  if (format.kind === 'hex') {
    const digits = text.trim();
    if (!/^[0-9a-fA-F]+$/.test(digits) || digits.length > format.whole.length) throw oracleError(1722);
    return makeNumber(BigInt(`0x${digits}`), 0);
  }
  if (format.kind !== 'fixed') throw oracleError(1481);
  let body = text.trim();
  const negative = /^-|-$|^<.*>$/.test(body);
  body = body.replace(/^[+\-<]|[+\->]$/g, '').trim();
  const money = currencyText(format, symbols);
  if (money !== '' && body.startsWith(money)) body = body.slice(money.length);
  const group = format.whole.includes('G') ? symbols.group : ',';
  const radix = format.radix === 'D' ? symbols.decimal : '.';
  const at = body.indexOf(radix);
  const whole = at < 0 ? body : body.slice(0, at);
  const fraction = at < 0 ? '' : body.slice(at + radix.length);
  const digits = whole.split(group).join('');
  if (!/[,G]/.test(format.whole) && digits !== whole) throw oracleError(1722);
  const places = format.whole.replace(/[,G]/g, '').length;
  if (!/^\d*$/.test(digits) || digits.replace(/^0+/, '').length > places || (digits === '' && fraction === ''))
    throw oracleError(1722);
  const exponent = /^(\d*)[eE]([+-]?\d+)$/.exec(fraction);
  const fractionDigits = exponent?.[1] ?? fraction;
  if (!/^\d*$/.test(fractionDigits) || fractionDigits.length > format.fraction.length) throw oracleError(1722);
  const coefficient = BigInt(`${digits}${fractionDigits}` || '0');
  const scale = -fractionDigits.length + Number(exponent?.[2] ?? '0') - format.shift;
  return makeNumber(negative ? -coefficient : coefficient, scale);
}

/** Default text, with the session's decimal character. */
export function plainNumberText(value: OracleNumber, decimal: string): string {
  const text = numberToText(value);
  return decimal === '.' ? text : text.replace('.', decimal);
}
