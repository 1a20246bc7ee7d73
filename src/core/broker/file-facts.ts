import type { PolicyDecision } from '../../shared/policy/security-policy.ts';

/** The part of `fs.BigIntStats` that a decision needs. */
export interface FileFacts {
	readonly nlink: bigint;
	isFile(): boolean;
	isDirectory(): boolean;
}

/**
 * Refuses what a folder's grant does not mean: pipes, sockets and devices, and files that have a second name, which may
 * lie outside the folder. An entry that names the very file is meant for it.
 */
export function refuseFile(path: string, facts: FileFacts, named: boolean): PolicyDecision | null {
	if (facts.isDirectory()) return null;
	if (!facts.isFile()) {
		return { allowed: false, rule: 'files', reason: `${path} is neither a regular file nor a folder.` };
	}
	if (facts.nlink > 1n && !named) {
		return {
			allowed: false,
			rule: 'hard links',
			reason: `${path} has ${facts.nlink} names (hard links), and another may lie outside what was granted; an entry that names this file allows it.`,
		};
	}
	return null;
}
