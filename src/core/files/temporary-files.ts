import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { codeOf } from '../../shared/errors/code-of.ts';
import { readdir, rm } from './user-files.ts';

const form = /^\.dataflare-(\d+)-[0-9a-f]{16}\.tmp$/;

/** Names the process that owns it, so that what a killed one left can be told from work under way. */
export function temporaryName(): string {
	return `.dataflare-${process.pid}-${randomBytes(8).toString('hex')}.tmp`;
}

const mostSwept = 1000;
const swept = new Set<string>();

/** Removes what killed processes left half-written in a folder; looks into each folder once. */
export async function removeLeftovers(folder: string, knownAs: string): Promise<void> {
	if (swept.has(knownAs)) return;
	if (swept.size >= mostSwept) swept.clear();
	swept.add(knownAs);
	await sweep(folder);
}

/** Removes what killed processes left half-written in a folder. A folder that cannot be read is left as it is. */
export async function sweep(folder: string): Promise<void> {
	const names = await readdir(folder).catch(() => []);
	for (const name of names) {
		const owner = form.exec(name)?.[1];
		if (owner !== undefined && !isProcessAlive(Number(owner))) {
			await rm(join(folder, name), { force: true }).catch(() => undefined);
		}
	}
}

/** A process of that id, whoever it is by now. */
export function isProcessAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return codeOf(error) === 'EPERM';
	}
}
