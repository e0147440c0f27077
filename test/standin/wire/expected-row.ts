import { Buffer } from 'node:buffer';

/** What the driver must make of row `i` of ALL_TYPES, written out by the rule of the table and not through the code under test. */
export function expectedRow(i: number): unknown[] {
  if (i % 17 === 16) return [String(i), ...Array.from({ length: 18 }, () => null)];
  const negative = i % 2 === 1;
  const sign = negative ? '-' : '';
  const days = (i % 50) - 20;
  const direction = Math.sign(days);
  const hour = i % 10;
  return [
    String(i),
    sign + decimal(`${i}1234567890123456789.${pad(i % 10_000, 4)}`),
    i % 3 === 0 ? `${sign}.${'0'.repeat(i % 100)}15` : decimal(String(i * 7.25)),
    `name é ü 漢 ${i}`,
    `C${i % 1000}`.padEnd(10),
    `n-🙂-${i}`,
    `N${i % 10}`.padEnd(6),
    new Date(Date.UTC(1900 + (i % 200), i % 12, 1 + (i % 28), i % 24, i % 60, (i * 7) % 60)),
    new Date(Date.UTC(2024, i % 12, 15, 12, 34, 56, Math.trunc((i % 1_000_000) / 1000))),
    new Date(Date.UTC(2024, 1, 29, 23, 34, 56, Math.trunc(((i * 1001) % 1_000_000_000) / 1_000_000))),
    new Date(Date.UTC(2024, 6, 1, hour, 34, 56, 500)),
    new Date(Date.UTC(2024, 6, 1, 10, 34, 56, 250)),
    {
      days,
      hours: direction,
      minutes: 2 * direction,
      seconds: 3 * direction,
      fseconds: 456_000_000 * direction,
    },
    { years: i % 90, months: i % 12 },
    Buffer.from([i & 0xff, (i >> 8) & 0xff, 0, 255]),
    Math.fround(i * 0.5),
    i * -1.25e100,
    rowid(i),
    rowid(i + 1),
  ];
}

/** Without needless zeros: the driver's text of a NUMBER. */
function decimal(text: string): string {
  const [whole = '', fraction = ''] = text.split('.');
  const integer = whole.replace(/^0+/, '');
  const rest = fraction.replace(/0+$/, '');
  if (integer === '' && rest === '') return '0';
  return rest === '' ? integer : `${integer}.${rest}`;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Object 74321, file 7, 200 rows a block from block 131 on. */
function rowid(row: number): string {
  return digits(74_321, 6) + digits(7, 3) + digits(131 + Math.floor(row / 200), 6) + digits(row % 200, 3);
}

function digits(value: number, size: number): string {
  const rest = value < 64 ? 'A'.repeat(size - 1) : digits(Math.floor(value / 64), size - 1);
  return rest + DIGITS.charAt(value % 64);
}

function pad(value: number, size: number): string {
  return String(value).padStart(size, '0');
}
