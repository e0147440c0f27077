/**
 * A declared Oracle column type. `other` carries what the dictionary prints for everything this product refuses
 * (XMLTYPE, BFILE, object types, ROWID columns ...), so that a refusal can name it.
 */
export type OracleType =
  | { readonly kind: 'number'; readonly precision: number | null; readonly scale: number | null }
  | { readonly kind: 'float'; readonly binaryPrecision: number }
  | { readonly kind: 'binary-float' }
  | { readonly kind: 'binary-double' }
  | { readonly kind: 'varchar2' | 'char'; readonly length: number; readonly unit: LengthUnit; readonly bytes: number }
  | { readonly kind: 'nvarchar2' | 'nchar'; readonly length: number; readonly bytes: number }
  | { readonly kind: 'date' }
  | { readonly kind: 'timestamp'; readonly digits: number }
  | { readonly kind: 'timestamp-zone'; readonly digits: number }
  | { readonly kind: 'timestamp-local'; readonly digits: number }
  | { readonly kind: 'interval-year-month'; readonly yearDigits: number }
  | { readonly kind: 'interval-day-second'; readonly dayDigits: number; readonly secondDigits: number }
  | { readonly kind: 'raw'; readonly length: number }
  | { readonly kind: 'clob' | 'nclob' | 'blob' }
  | { readonly kind: 'long' | 'long-raw' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'other'; readonly name: string };

/** Whether a character length was declared in bytes or in characters (CHAR_USED in the dictionary). */
export type LengthUnit = 'byte' | 'char';
