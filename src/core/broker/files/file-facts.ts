import type { PolicyRefusal } from '../../../shared/policy/security-policy.ts';
import { refuse } from '../../policy/decide/refuse.ts';

/** The part of `fs.BigIntStats` that a decision needs. */
export interface FileFacts {
	readonly dev: bigint;
	readonly ino: bigint;
	readonly nlink: bigint;
	readonly mode: bigint;
	readonly uid: bigint;
	isFile(): boolean;
	isDirectory(): boolean;
}

/**
 * Refuses what a folder's grant does not mean: pipes, sockets and devices, and another user's files under a second name,
 * which somebody else may have put there. A person's own files often have several names (package stores, backups).
 */
export function refuseFile(path: string, facts: FileFacts, named: boolean): PolicyRefusal | null {
	if (facts.isDirectory()) return null;
	if (!facts.isFile()) {
		return refuse('no_plain_file', 'files', `${path} is neither a regular file nor a folder.`);
	}
	if (facts.nlink > 1n && !named && isForeign(facts)) {
		return refuse(
			'hard_links',
			'hard links',
			`${path} has ${facts.nlink} names (hard links) and belongs to another user or runs with another’s rights, so somebody else may have put it there. An entry that names this exact file allows it.`,
		);
	}
	return null;
}

const SET_ID = 0o6000n;

function isForeign({ uid, mode }: FileFacts): boolean {
	const user = process.getuid?.();
	const another = user !== undefined && user !== 0 && uid !== BigInt(user) && uid !== 0n;
	return another || (mode & SET_ID) !== 0n;
}

/** Refuses to change a file where it is when it has other names: those would show the change, too, granted or not. */
export function refuseInPlace(path: string, facts: FileFacts, named: boolean): PolicyRefusal | null {
	if (!facts.isFile() || facts.nlink <= 1n || named) return null;
	return refuse(
		'hard_links',
		'hard links',
		`${path} has ${facts.nlink} names (hard links), and appending would change the file under its other names too, which may not be granted. It can be replaced as a whole; an entry that names this exact file allows appending.`,
	);
}
