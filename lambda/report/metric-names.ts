/** The names of the metrics, for the probe that writes them and for the dashboards, alarms and queries that read them. */

export const METRICS = {
  namespace: 'Natless',
  reached: 'Reached',
  asExpected: 'AsExpected',
  /** The dimensions of both. */
  target: 'Target',
  availabilityZone: 'AvailabilityZone',
  /** Whether every control ended as it must; its only dimension is the Availability Zone. Its samples count the runs. */
  controlsAsExpected: 'ControlsAsExpected',
} as const;
