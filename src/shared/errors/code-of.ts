/** The code that a system's error carries (`ENOENT`, `EACCES` and such); undefined where what was thrown carries none. */
export function codeOf(thrown: unknown): string | undefined {
	if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return undefined;
	return typeof thrown.code === 'string' ? thrown.code : undefined;
}
