/** Files that a program of the person's shows, and none runs. */
const shown = ['.csv', '.tsv', '.json', '.ndjson', '.jsonl', '.geojson', '.txt', '.log', '.md'];

/** Whether a file may be handed to whatever program the system opens it with: by its name, as the system does. */
export function mayBeOpened(path: string): boolean {
	const name = path.toLowerCase();
	// Windows leaves out what follows a name, and takes what follows a colon for a part of the file.
	return shown.some((extension) => name.endsWith(extension)) && !/[\u0000-\u001f"<>|]|:(?![\\/])/.test(name);
}
