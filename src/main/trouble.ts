import { isWithoutSandbox } from './sandboxes/sandbox-pages.ts';

/** How many errors that nothing foresaw are kept, and how much of each, characters. */
const KEPT = 5;
const LENGTH = 500;

const troubles: string[] = [];
let more = 0;

/**
 * Hears of errors that nothing foresaw. Electron's own way of telling them stops the whole program behind a box until
 * somebody presses it, and with it every deadline of a plugin; it steps back where there is another listener.
 */
export function hearTrouble(): void {
	process.on('uncaughtException', (error: unknown) => note(error));
}

/** What helps whoever looks into a problem, a line each. */
export function shellNotes(): readonly string[] {
	return [
		...(isWithoutSandbox() ? ['page: runs without the system’s sandbox (--no-sandbox)'] : []),
		...troubles.map((trouble) => `unforeseen: ${trouble}`),
		...(more === 0 ? [] : [`unforeseen: ${more} more`]),
	];
}

function note(error: unknown): void {
	const text = (error instanceof Error ? (error.stack ?? error.message) : String(error)).slice(0, LENGTH);
	const line = text.replaceAll(/\s+/g, ' ');
	if (troubles.length === KEPT) {
		more += 1;
		return;
	}
	troubles.push(line);
	try {
		process.stderr.write(`${line}\n`);
	} catch {
		// Nobody reads it.
	}
}
