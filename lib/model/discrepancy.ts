import type { CanonicalValue } from './value.ts';

/** One row on which the two sides disagree. Key and columns are canonical values by target column name. */
export type Discrepancy =
  | { readonly kind: 'missing'; readonly tableId: string; readonly key: readonly CanonicalValue[] }
  | { readonly kind: 'extra'; readonly tableId: string; readonly key: readonly CanonicalValue[] }
  | {
      readonly kind: 'different';
      readonly tableId: string;
      readonly key: readonly CanonicalValue[];
      readonly columns: readonly {
        readonly name: string;
        readonly source: CanonicalValue;
        readonly target: CanonicalValue;
      }[];
    };
