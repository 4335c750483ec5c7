/** How many sandboxes of a lab live at the same time. Pure. */

/** What one has for itself while it probes; code and libraries are shared. */
const SANDBOX_BYTES = 25 * 2 ** 20;

/** The rest is for the lab's own processes, and for what else runs on the machine. */
const SHARE = 0.5;

/** With fewer the time-outs of one probe after the other add up. */
const FEWEST = 4;

/**
 * @param most what the caller allows; null where only memory limits them
 * @param availableBytes of the machine, or of the container
 */
export function sandboxPlaces(most: number | null, availableBytes: number): number {
  const fitting = Math.floor((availableBytes * SHARE) / SANDBOX_BYTES);
  return Math.min(most ?? Number.POSITIVE_INFINITY, Math.max(FEWEST, fitting));
}
