import { describe, expect, it } from 'vitest';
import { evaluateText } from './evaluate-text.ts';
import { DATETIME_CASES } from './golden-datetimes.ts';
import { NUMBER_CASES } from './golden-numbers.ts';
import { TEXT_CASES } from './golden-texts.ts';

describe('expressions answer as Oracle does', () => {
  it('there are more than four hundred of them', () => {
    expect(NUMBER_CASES.length + TEXT_CASES.length + DATETIME_CASES.length).toBeGreaterThan(400);
  });

  it.each(NUMBER_CASES)('numbers: %s', (text, answer) => {
    expect(evaluateText(text)).toBe(answer);
  });

  it.each(TEXT_CASES)('text: %s', (text, answer) => {
    expect(evaluateText(text)).toBe(answer);
  });

  it.each(DATETIME_CASES)('dates: %s', (text, answer) => {
    expect(evaluateText(text)).toBe(answer);
  });
});
