/** The names of the metrics and what their dimensions may hold, for the probe that writes them and for the dashboards, alarms and queries that read them. */

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

/** An alarm's name has at most 255 characters, and also holds the stack's name, of up to 128. */
export const DIMENSION_LIMIT_CHARACTERS = 100;

/**
 * Whether CloudWatch takes a text as a dimension's value: ASCII without control characters that does not begin with a
 * colon. It drops any other with its metric (CloudWatch API Reference, Dimension).
 */
export function isDimension(text: string): boolean {
  return /^[\x20-\x7e]+$/.test(text) && !/^:|^ +$/.test(text) && text.length <= DIMENSION_LIMIT_CHARACTERS;
}
