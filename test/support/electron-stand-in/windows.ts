/** The open windows; apart from the rest, so that the app and the windows need not import each other. */
export const windows = new Set<{ close(): Promise<void>; lose(): void }>();
