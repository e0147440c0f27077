/**
 * Check conditions that mean the same on both sides. Accepted:
 *   condition   := conjunction { OR conjunction } ;  conjunction := negation { AND negation } ;  negation := [NOT] predicate
 *   predicate   := ( condition ) | value (= <> != ^= < <= > >=) value | value [NOT] BETWEEN value AND value
 *                | value [NOT] IN ( value {, value} ) | value [NOT] LIKE 'text' | value IS [NOT] NULL
 *   value       := term { (+|-) term } ;  term := factor { * factor } ;  factor := [-] primary
 *   primary     := column | number | 'text' | DATE 'yyyy-mm-dd' | ( value ) | function ( value {, value} )
 * Both sides of a comparison have the same kind (number, text, date): no implicit conversion is translated. `/`, `||` and the
 * functions whose results differ (SUBSTR, TRIM ... give NULL for an empty text) are not. What is refused is left out with
 * its reason; the rows were checked by the source.
 */
import type { TargetType } from '../../model/target-type.ts';
import type { CanonicalForm } from '../../model/value.ts';
import type { SqlToken, TokenReader } from './sql-tokens.ts';
import { targetIdentifier, targetLiteral } from './target-text.ts';

/** What a condition may know of a column. */
export interface CheckedColumn {
  readonly targetName: string;
  /** How the column is written where its name alone does not do: `` `o`.`id` ``. */
  readonly qualifiedName?: string;
  readonly targetType: TargetType;
  readonly form: CanonicalForm;
}

/** The column of a name, with its alias when one is written. SyntaxError when there is none. */
export type ColumnResolver = (qualifier: string | null, name: string) => CheckedColumn;

/**
 * How texts are compared: `padded` as the target does, which ignores trailing blanks (good enough to check a row), or
 * `exact` as the source does (needed where rows are selected): equality of a text is written with LIKE.
 */
export type TextComparison = 'padded' | 'exact';

type ValueKind = 'number' | 'text' | 'padded-text' | 'datetime';

interface Value {
  readonly sql: string;
  readonly kind: ValueKind;
}

/** Functions with the same result on both sides: name on the target, kinds of arguments (the last repeats), kind of result. */
const functions: Readonly<
  Record<
    string,
    {
      readonly name: string;
      readonly of: 'number' | 'text';
      readonly gives: 'number' | 'text';
      readonly arity: readonly [number, number];
    }
  >
> = {
  UPPER: { name: 'UPPER', of: 'text', gives: 'text', arity: [1, 1] },
  LOWER: { name: 'LOWER', of: 'text', gives: 'text', arity: [1, 1] },
  LENGTH: { name: 'CHAR_LENGTH', of: 'text', gives: 'number', arity: [1, 1] },
  INSTR: { name: 'INSTR', of: 'text', gives: 'number', arity: [2, 2] },
  ABS: { name: 'ABS', of: 'number', gives: 'number', arity: [1, 1] },
  MOD: { name: 'MOD', of: 'number', gives: 'number', arity: [2, 2] },
  FLOOR: { name: 'FLOOR', of: 'number', gives: 'number', arity: [1, 1] },
  CEIL: { name: 'CEILING', of: 'number', gives: 'number', arity: [1, 1] },
};

const comparisons: Readonly<Record<string, string>> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '^=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

/** Deeper nesting is refused rather than followed. */
const depthMax = 50;

export class ConditionParser {
  readonly #tokens: TokenReader;
  readonly #resolve: ColumnResolver;
  readonly #texts: TextComparison;
  #depth = 0;

  constructor(tokens: TokenReader, resolve: ColumnResolver, texts: TextComparison) {
    this.#tokens = tokens;
    this.#resolve = resolve;
    this.#texts = texts;
  }

  /** Reads one condition and stops behind it. */
  condition(): string {
    this.#depth += 1;
    if (this.#depth > depthMax) throw new SyntaxError('it is nested too deeply');
    const parts = [this.#conjunction()];
    while (this.#tokens.accept('OR')) parts.push(this.#conjunction());
    this.#depth -= 1;
    return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(' OR ')})`;
  }

  #conjunction(): string {
    const parts = [this.#negation()];
    while (this.#tokens.accept('AND')) parts.push(this.#negation());
    return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(' AND ')})`;
  }

  #negation(): string {
    return this.#tokens.accept('NOT') ? `(NOT ${this.#negation()})` : this.#predicate();
  }

  #predicate(): string {
    if (this.#tokens.sees('(') && this.#opensCondition()) {
      this.#tokens.expect('(');
      const inner = this.condition();
      this.#tokens.expect(')');
      return inner;
    }
    const left = this.#value();
    if (this.#tokens.accept('IS')) {
      const negated = this.#tokens.accept('NOT');
      this.#tokens.expect('NULL');
      return `${left.sql} IS ${negated ? 'NOT ' : ''}NULL`;
    }
    const not = this.#tokens.accept('NOT') ? 'NOT ' : '';
    if (this.#tokens.accept('BETWEEN')) return this.#between(left, not);
    if (this.#tokens.accept('IN')) return this.#membership(left, not);
    if (this.#tokens.accept('LIKE')) return this.#like(left, not);
    if (not !== '') throw new SyntaxError(`NOT ${this.#tokens.shown} is not translated`);
    return this.#comparison(left);
  }

  #comparison(left: Value): string {
    const token = this.#tokens.next();
    const operator =
      token.kind === 'symbol' && Object.hasOwn(comparisons, token.text) ? comparisons[token.text] : undefined;
    if (operator === undefined) throw new SyntaxError(`${token.text} is not translated`);
    const right = this.#sameKind(left);
    if (!this.#isExactText(left)) return `${left.sql} ${operator} ${right.sql}`;
    if (operator !== '=' && operator !== '<>') throw new SyntaxError('texts are ordered differently on the target');
    return exactText(left, right, operator === '=');
  }

  #between(left: Value, not: string): string {
    if (this.#isExactText(left)) throw new SyntaxError('texts are ordered differently on the target');
    const low = this.#sameKind(left);
    this.#tokens.expect('AND');
    return `${left.sql} ${not}BETWEEN ${low.sql} AND ${this.#sameKind(left).sql}`;
  }

  #membership(left: Value, not: string): string {
    this.#tokens.expect('(');
    const values = [this.#sameKind(left)];
    while (this.#tokens.accept(',')) values.push(this.#sameKind(left));
    this.#tokens.expect(')');
    if (!this.#isExactText(left)) return `${left.sql} ${not}IN (${values.map(({ sql }) => sql).join(', ')})`;
    const parts = values.map((value) => exactText(left, value, not === ''));
    return `(${parts.join(not === '' ? ' OR ' : ' AND ')})`;
  }

  /** Two CHAR values are compared without their blanks on both sides; all other texts blank by blank on the source only. */
  #isExactText(value: Value): boolean {
    return this.#texts === 'exact' && value.kind === 'text';
  }

  #like(left: Value, not: string): string {
    if (left.kind !== 'text') throw new SyntaxError('LIKE over something else than VARCHAR2 is not translated');
    const pattern = this.#tokens.next();
    if (pattern.kind !== 'text' || this.#tokens.sees('ESCAPE')) throw new SyntaxError('this LIKE is not translated');
    return `${left.sql} ${not}LIKE ${targetLiteral(pattern.text)}`;
  }

  /** A value of the same kind as the other side of the comparison. */
  #sameKind(other: Value): Value {
    const value = this.#value();
    // A literal takes the padding of the other side; a VARCHAR2 column does not.
    const mixed = this.#texts === 'exact' && value.kind !== other.kind && !value.sql.startsWith("'");
    if (family(value.kind) === family(other.kind) && !mixed) return value;
    throw new SyntaxError('it compares values of different types');
  }

  #value(): Value {
    let value = this.#term();
    while (this.#tokens.sees('+') || this.#tokens.sees('-')) {
      const operator = this.#tokens.next().text;
      value = this.#arithmetic(value, operator, this.#term());
    }
    return value;
  }

  #arithmetic(left: Value, operator: string, right: Value): Value {
    if (this.#texts === 'exact') throw new SyntaxError('calculation is rounded differently on the target');
    return arithmetic(left, operator, right);
  }

  #term(): Value {
    let value = this.#factor();
    while (this.#tokens.accept('*')) value = this.#arithmetic(value, '*', this.#factor());
    return value;
  }

  #factor(): Value {
    if (!this.#tokens.accept('-')) return this.#primary();
    const value = this.#primary();
    if (value.kind !== 'number') throw new SyntaxError('a minus stands before something else than a number');
    return { sql: `(-${value.sql})`, kind: 'number' };
  }

  #primary(): Value {
    if (this.#tokens.accept('(')) {
      this.#depth += 1;
      if (this.#depth > depthMax) throw new SyntaxError('it is nested too deeply');
      const inner = this.#value();
      this.#depth -= 1;
      this.#tokens.expect(')');
      return { ...inner, sql: `(${inner.sql})` };
    }
    const token = this.#tokens.next();
    switch (token.kind) {
      case 'number':
        return { sql: token.text, kind: 'number' };
      case 'text':
        if (token.text === '') throw new SyntaxError('an empty text is NULL on the source only');
        return { sql: targetLiteral(token.text), kind: 'text' };
      case 'name':
        return this.#named(token);
      case 'symbol':
        throw new SyntaxError(`${token.text} is not translated`);
    }
  }

  #named(token: Extract<SqlToken, { readonly kind: 'name' }>): Value {
    const following = this.#tokens.peek();
    if (!token.quoted && token.text === 'DATE' && following?.kind === 'text') return this.#dateLiteral();
    if (!token.quoted && this.#tokens.sees('(')) return this.#call(token.text);
    if (!this.#tokens.accept('.')) return this.#column(null, token.text);
    const name = this.#tokens.next();
    if (name.kind !== 'name') throw new SyntaxError('a name is missing behind a point');
    return this.#column(token.text, name.text);
  }

  #column(qualifier: string | null, name: string): Value {
    const column = this.#resolve(qualifier, name);
    return { sql: column.qualifiedName ?? targetIdentifier(column.targetName), kind: kindOf(name, column) };
  }

  #dateLiteral(): Value {
    const { text } = this.#tokens.next();
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new SyntaxError('this date literal is not translated');
    return { sql: targetLiteral(`${text} 00:00:00`), kind: 'datetime' };
  }

  #call(name: string): Value {
    const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (known === undefined) throw new SyntaxError(`function ${name} is not translated`);
    this.#tokens.expect('(');
    const values = [this.#value()];
    while (this.#tokens.accept(',')) values.push(this.#value());
    this.#tokens.expect(')');
    const [least, most] = known.arity;
    if (values.length < least || values.length > most || values.some((value) => value.kind !== known.of)) {
      throw new SyntaxError(`function ${name} with these arguments is not translated`);
    }
    return { sql: `${known.name}(${values.map((value) => value.sql).join(', ')})`, kind: known.gives };
  }

  /** Whether `(` opens a condition or a value: looks for what makes a condition before the parenthesis closes. */
  #opensCondition(): boolean {
    let depth = 0;
    for (let ahead = 0; ; ahead += 1) {
      const token = this.#tokens.peek(ahead);
      if (token === null) return false;
      if (this.#tokens.sees('(', ahead)) depth += 1;
      if (this.#tokens.sees(')', ahead)) depth -= 1;
      if (depth === 0) return false;
      if (conditionWords.some((word) => this.#tokens.sees(word, ahead))) return true;
    }
  }
}

const conditionWords = [...Object.keys(comparisons), 'AND', 'OR', 'NOT', 'IN', 'IS', 'BETWEEN', 'LIKE'];

/** LIKE compares character by character, trailing blanks included; only with a literal that has no wildcard. */
function exactText(left: Value, right: Value, equal: boolean): string {
  if (!right.sql.startsWith("'") || /[%_]/.test(right.sql)) {
    throw new SyntaxError('texts are compared without trailing blanks on the target');
  }
  return `${left.sql} ${equal ? 'LIKE' : 'NOT LIKE'} ${right.sql}`;
}

function arithmetic(left: Value, operator: string, right: Value): Value {
  if (left.kind !== 'number' || right.kind !== 'number')
    throw new SyntaxError('it calculates with something else than numbers');
  return { sql: `(${left.sql} ${operator} ${right.sql})`, kind: 'number' };
}

function family(kind: ValueKind): string {
  return kind === 'padded-text' ? 'text' : kind;
}

/** CHAR is compared like text, but its length differs: the target gives it back without trailing blanks. */
function kindOf(name: string, column: CheckedColumn): ValueKind {
  switch (column.form) {
    case 'decimal':
    case 'double':
      return 'number';
    case 'text':
      return 'text';
    case 'char':
      return 'padded-text';
    case 'datetime':
    case 'timestamp':
      return 'datetime';
    default:
      throw new SyntaxError(`column ${name} is of another type on the target`);
  }
}
