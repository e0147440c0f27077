/** Namespace and names of the metrics this product prints itself: shared by code, alarms and dashboard. */
export const metricNamespace = 'Seaward';

export const metricNames = {
  /** Gates of all projects that wait for an answer; told by every run of the Janitor. */
  gatesOpen: 'GatesOpen',
} as const;
