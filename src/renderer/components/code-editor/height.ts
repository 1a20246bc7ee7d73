const LINE_PX = 18;
const PADDING_PX = 8;

/** Of an editor that does not say. */
export const MIN_LINES = 3;

/** What so many lines take. px */
export const heightOf = (lines: number): number => lines * LINE_PX + PADDING_PX;
