/** A module that fails while it is loaded. */
export const handler = async () => 'never';

throw new RangeError('broken from the start');
