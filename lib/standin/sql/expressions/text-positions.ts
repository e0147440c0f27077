/** SUBSTR and INSTR count characters from 1, from the end when negative; surrogate pairs are one character. */

/** null for nothing. */
export function substr(text: string, start: number, length: number | null): string | null {
  if (length !== null && length < 1) return null;
  if (hasSurrogates(text)) return slice(Array.from(text), start, length)?.join('') ?? null;
  const from = begin(text.length, start);
  if (from < 0 || from >= text.length) return null;
  return text.slice(from, length === null ? undefined : from + length);
}

function slice(characters: readonly string[], start: number, length: number | null): readonly string[] | null {
  const from = begin(characters.length, start);
  if (from < 0 || from >= characters.length) return null;
  return characters.slice(from, length === null ? undefined : from + length);
}

function begin(count: number, start: number): number {
  if (start > 0) return start - 1;
  return start === 0 ? 0 : count + start;
}

export function hasSurrogates(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if ((text.charCodeAt(index) & 0xf800) === 0xd800) return true;
  return false;
}

/** Position of the nth occurrence, 0 when there is none. */
export function instr(text: string, wanted: string, position: number, occurrence: number): number {
  if (position === 0) return 0;
  if (hasSurrogates(text)) {
    // Count in characters: every pair is replaced by one private unit before searching.
    const units = new Map<string, string>();
    const single = (source: string): string => Array.from(source, (character) => unitOf(character, units)).join('');
    return instr(single(text), single(wanted), position, occurrence);
  }
  let found = position > 0 ? text.indexOf(wanted, position - 1) : text.lastIndexOf(wanted, text.length + position);
  if (position < 0 && text.length + position < 0) return 0;
  for (let count = 1; count < occurrence && found >= 0; count += 1) {
    found = position > 0 ? text.indexOf(wanted, found + 1) : found === 0 ? -1 : text.lastIndexOf(wanted, found - 1);
  }
  return found + 1;
}

function unitOf(character: string, units: Map<string, string>): string {
  if (character.length === 1) return character;
  const known = units.get(character);
  if (known !== undefined) return known;
  const unit = String.fromCharCode(0xe000 + units.size);
  units.set(character, unit);
  return unit;
}
