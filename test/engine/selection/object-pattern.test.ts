import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesPattern, parseObjectRule } from '../../../lib/engine/selection/object-pattern.ts';

/** A naive matcher by recursion, written from the rule text alone. */
function naiveMatch(pattern: string, name: string): boolean {
  if (pattern === '') return name === '';
  const first = pattern.charAt(0);
  if (first === '*') return naiveMatch(pattern.slice(1), name) || (name !== '' && naiveMatch(pattern, name.slice(1)));
  if (name === '') return false;
  if (first === '?') return naiveMatch(pattern.slice(1), name.slice(1));
  if (first === '[') {
    const end = pattern.indexOf(']', 1);
    const body = pattern.slice(1, end);
    const negated = body.startsWith('!');
    const inSet = (negated ? body.slice(1) : body).includes(name.charAt(0));
    return inSet !== negated && naiveMatch(pattern.slice(end + 1), name.slice(1));
  }
  return first === name.charAt(0) && naiveMatch(pattern.slice(1), name.slice(1));
}

describe('patterns', () => {
  it.each([
    ['*', 'ANY', true],
    ['T_*', 'T_', true],
    ['T_*', 't_x', false],
    ['ORDER[0-9][0-9]', 'ORDER07', true],
    ['ORDER[0-9][0-9]', 'ORDER7', false],
    ['[!T]*', 'TX', false],
    ['[!T]*', 'XT', true],
    ['[!T]*', '', false],
    ['LOG_?', 'LOG_', false],
    ['A+B', 'A+B', true],
    ['MIX$ED', 'MIX$ED', true],
  ])('%s against %s is %s', (pattern, name, matches) => {
    expect(matchesPattern(pattern, name)).toBe(matches);
  });

  it('agree with a naive matcher', () => {
    const part = fc.constantFrom('A', 'B', '_', '*', '?', '[AB]', '[!A]', '[!B_]');
    const pattern = fc.array(part, { maxLength: 5 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(pattern, fc.string({ unit: fc.constantFrom('A', 'B', '_', 'C'), maxLength: 6 }), (text, name) => {
        expect(matchesPattern(text, name)).toBe(naiveMatch(text, name));
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('rules', () => {
  it('have a literal schema, a pattern and perhaps a literal target', () => {
    expect(parseObjectRule('SHOP.*')).toEqual({ schema: 'SHOP', pattern: '*', target: null });
    expect(parseObjectRule('SHOP.T_?=shop2.t')).toEqual({
      schema: 'SHOP',
      pattern: 'T_?',
      target: { schema: 'shop2', table: 't' },
    });
  });

  it.each(['S*.T', 'NODOT', ' S.T', 'S.T ', 'S.T=x', 'S.[T', 'S.A=b.c=d.e', 'S.T=b.*', '.X', 'X.', ''])(
    '%j is refused',
    (text) => {
      expect(() => parseObjectRule(text)).toThrow(RangeError);
    },
  );
});
