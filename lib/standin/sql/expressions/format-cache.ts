/** Compiled format models by their text: pure, shared by all sessions, of bounded size. */
import { compileDateTimeFormat } from '../values/datetime-to-text.ts';
import type { DateTimeFormatter, ShownType } from '../values/datetime-to-text.ts';
import { parseNumberFormat } from '../values/number-format.ts';
import type { NumberFormat } from '../values/number-format.ts';
import { compileDateTimeParser } from '../values/text-to-datetime.ts';
import type { DateTimeParser } from '../values/text-to-datetime.ts';

const ENTRIES_MAX = 500;

function remembered<T>(cache: Map<string, T>, key: string, make: () => T): T {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = make();
  if (cache.size >= ENTRIES_MAX) cache.clear();
  cache.set(key, made);
  return made;
}

const formatters = new Map<string, DateTimeFormatter>();
const parsers = new Map<string, DateTimeParser>();
const numbers = new Map<string, NumberFormat>();

export function dateTimeFormatter(format: string, type: ShownType): DateTimeFormatter {
  const key = `${type.fraction ?? ''}${type.hasZone ? 'z' : ''}${type.radix}${format}`;
  return remembered(formatters, key, () => compileDateTimeFormat(format, type));
}

export function dateTimeParser(format: string, fractionAllowed: boolean): DateTimeParser {
  return remembered(parsers, `${fractionAllowed ? 'f' : 'd'}${format}`, () =>
    compileDateTimeParser(format, fractionAllowed),
  );
}

export function numberFormat(format: string): NumberFormat {
  return remembered(numbers, format, () => parseNumberFormat(format));
}
