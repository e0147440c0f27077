/** Numbers in English words, for the format suffixes SP and SPTH: `Twenty-Four`, `Twenty-Fourth`. */
const UNITS: readonly string[] = [
  'Zero', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten', 'Eleven', 'Twelve', 'Thirteen', 'Fourteen',
  'Fifteen', 'Sixteen', 'Seventeen', 'Eighteen', 'Nineteen',
]; // prettier-ignore
const TENS: readonly string[] = ['', '', 'Twenty', 'Thirty', 'Forty', 'Fifty', 'Sixty', 'Seventy', 'Eighty', 'Ninety'];

export function spellNumber(value: number, ordinal: boolean): string {
  const words = cardinal(value);
  return ordinal ? ordinalOf(words) : words;
}

function cardinal(value: number): string {
  if (value < 20) return UNITS[value] ?? '';
  if (value < 100) {
    const unit = value % 10;
    return (TENS[Math.floor(value / 10)] ?? '') + (unit === 0 ? '' : `-${UNITS[unit] ?? ''}`);
  }
  if (value < 1000) return scaled(value, 100, 'Hundred');
  if (value < 1_000_000) return scaled(value, 1000, 'Thousand');
  return scaled(value, 1_000_000, 'Million');
}

function scaled(value: number, unit: number, word: string): string {
  const rest = value % unit;
  return `${cardinal(Math.floor(value / unit))} ${word}${rest === 0 ? '' : ` ${cardinal(rest)}`}`;
}

const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ['One', 'First'],
  ['Two', 'Second'],
  ['Three', 'Third'],
  ['Five', 'Fifth'],
  ['Eight', 'Eighth'],
  ['Nine', 'Ninth'],
  ['Twelve', 'Twelfth'],
]);

function ordinalOf(words: string): string {
  const cut = Math.max(words.lastIndexOf(' '), words.lastIndexOf('-')) + 1;
  const last = words.slice(cut);
  const irregular = IRREGULAR.get(last);
  if (irregular !== undefined) return words.slice(0, cut) + irregular;
  return last.endsWith('y') ? `${words.slice(0, -1)}ieth` : `${words}th`;
}
