/** Text for the end of a command's help. */
export function examples(...lines: readonly string[]): readonly ['after', string] {
	const title = lines.length === 1 ? 'Example' : 'Examples';
	return ['after', `\n${title}:\n${lines.map((line) => `  dataflare ${line}`).join('\n')}`];
}
