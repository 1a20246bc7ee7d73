/** The code that a system's error carries (`ENOENT`, `EACCES` and such); undefined where what was thrown carries none. */
export function codeOf(thrown: unknown): string | undefined {
	if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return undefined;
	return typeof thrown.code === 'string' ? thrown.code : undefined;
}

/** Whether a system's error says that there is no room: on the disk, or in what a person may use of it. */
export function isNoRoom(thrown: unknown): boolean {
	const code = codeOf(thrown);
	return code === 'ENOSPC' || code === 'EDQUOT';
}
