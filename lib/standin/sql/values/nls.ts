/** NLS parameters of a session, with the defaults of an AMERICAN_AMERICA database. */
export interface NlsSettings {
  readonly dateFormat: string;
  readonly timestampFormat: string;
  readonly timestampTzFormat: string;
  /** Decimal character and group separator, such as `.,`. */
  readonly numericCharacters: string;
  readonly dateLanguage: string;
  readonly territory: string;
  readonly currency: string;
  readonly isoCurrency: string;
  readonly dualCurrency: string;
  readonly lengthSemantics: 'BYTE' | 'CHAR';
  readonly sort: string;
  readonly comp: string;
  /** Session time zone as written: `+02:00`, `Europe/Paris`. */
  readonly timeZone: string;
}

export const DEFAULT_NLS: NlsSettings = {
  dateFormat: 'DD-MON-RR',
  timestampFormat: 'DD-MON-RR HH.MI.SSXFF AM',
  timestampTzFormat: 'DD-MON-RR HH.MI.SSXFF AM TZR',
  numericCharacters: '.,',
  dateLanguage: 'AMERICAN',
  territory: 'AMERICA',
  currency: '$',
  isoCurrency: 'AMERICA',
  dualCurrency: '$',
  lengthSemantics: 'BYTE',
  sort: 'BINARY',
  comp: 'BINARY',
  timeZone: '+00:00',
};
