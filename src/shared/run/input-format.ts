/** How the bytes of an input are cut into records. */
const recordFormats = ['ndjson', 'json', 'lines', 'bytes'] as const;
export type RecordFormat = (typeof recordFormats)[number];

/** What a person can ask for; `auto`: by the file's extension, then by its content. */
export const inputFormats = ['auto', ...recordFormats] as const;
export type InputFormat = (typeof inputFormats)[number];
