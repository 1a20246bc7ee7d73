import { constants } from 'node:os';
import type { Readable } from 'node:stream';

/** More than a launcher says. */
const MAX_CHARS = 4_096;
/** What an exit code is above when it stands for a signal. */
const SIGNALLED = 128;

const signalNames = new Map<number, string>(Object.entries(constants.signals).map(([name, number]) => [number, name]));

/** The process that a launcher started, by what it says of it; undefined where it ends without a word of it. */
export async function pidBehind(info: Readable | undefined): Promise<number | undefined> {
	if (info === undefined) return undefined;
	let told = '';
	try {
		for await (const text of info.setEncoding('utf8')) {
			told += text as string;
			if (told.length > MAX_CHARS) return undefined;
		}
		const pid = (JSON.parse(told) as { readonly 'child-pid'?: unknown })['child-pid'];
		return typeof pid === 'number' && Number.isSafeInteger(pid) && pid > 1 ? pid : undefined;
	} catch {
		return undefined;
	}
}

/**
 * How the process ended whose launcher ended so. A process that exits by itself with a code that stands for a signal
 * is taken for one that was ended by it; it has crashed either way.
 */
export function exitBehind(
	code: number | null,
	signal: string | null,
): { readonly code: number | null; readonly signal: string | null } {
	const name = code === null ? undefined : signalNames.get(code - SIGNALLED);
	return name === undefined ? { code, signal } : { code: null, signal: name };
}

/**
 * Ends what a launcher left that was itself ended before it had told what it started, and before the two were tied
 * together: until then both are of the group that began with the launcher.
 */
export function endGroup(launcher: number | undefined): void {
	if (launcher === undefined || launcher <= 1) return;
	try {
		process.kill(-launcher, 'SIGKILL');
	} catch {
		// There is nothing left, as ever when it ended in order.
	}
}
