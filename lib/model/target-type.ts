/** A column type of the MySQL-mode target. Lengths are characters for text, bytes for binary. */
export type TargetType =
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'bigint' }
  | { readonly kind: 'double' }
  | { readonly kind: 'char'; readonly length: number }
  | { readonly kind: 'varchar'; readonly length: number }
  | { readonly kind: 'datetime'; readonly digits: number }
  | { readonly kind: 'varbinary'; readonly length: number }
  | { readonly kind: 'longtext' | 'longblob' }
  | { readonly kind: 'boolean' };
