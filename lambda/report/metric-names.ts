/** The names of the metrics, for the probe that writes them and for the dashboards, alarms and queries that read them. */

/** The metrics that the probe writes and that dashboards, alarms and queries read. */
export const METRICS = {
  namespace: 'Natless',
  reached: 'Reached',
  asExpected: 'AsExpected',
  /** The dimensions of both. */
  target: 'Target',
  availabilityZone: 'AvailabilityZone',
  /** Whether every control ended as it must; by Availability Zone alone. Its samples count the runs. */
  controlsAsExpected: 'ControlsAsExpected',
} as const;
