/** The measures of a picture, in pixels. */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Point = readonly [x: number, y: number];

export const MARGIN = 16;
export const GAP = 14;
/** Between the edge of a box and its text. */
export const PADDING = 10;
export const FIRST_LINE = 18;
export const LINE = 17;

/**
 * Across: columns beside each other, with room for the paths between them. Down: below each other, with the paths on their
 * left. `half` is for two beside each other, `tall` for a narrow window and for two on a sheet of paper.
 */
export const SHAPES = {
  wide: column('across', 960, { subnet: [32, 320], gateway: [404, 244], target: [716, 228] }),
  half: column('down', 466, { subnet: [52, 398], gateway: [52, 398], target: [52, 398] }),
  tall: column('down', 326, { subnet: [52, 258], gateway: [52, 258], target: [52, 258] }),
} as const;

export type Shape = keyof typeof SHAPES;

type Span = readonly [x: number, width: number];

interface Spans {
  readonly subnet: Span;
  readonly gateway: Span;
  readonly target: Span;
}

function column(flow: 'across' | 'down', width: number, { subnet, gateway, target }: Spans) {
  const spanOf = ([x, length]: Span) => ({ x, width: length });
  return { flow, width, subnet: spanOf(subnet), gateway: spanOf(gateway), target: spanOf(target) };
}
