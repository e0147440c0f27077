/** One JSON object per event; never a row value, never a secret. */
export interface Telemetry {
  event(name: string, fields: Readonly<Record<string, string | number | boolean | null>>): void;
  metric(name: string, value: number, unit: 'Count' | 'Milliseconds' | 'Bytes' | 'None'): void;
}
