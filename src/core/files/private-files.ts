import type { Stats } from 'node:fs';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { makeFolders } from './make-folders.ts';
import { chmodSync, closeSync, constants, fchmodSync, fstatSync, lstatSync, openSync, statSync } from './user-files.ts';

/** What only the person may do: everything. */
export const PRIVATE_FOLDER = 0o700;
export const PRIVATE_FILE = 0o600;

const OTHERS = 0o077;
const OTHERS_WRITE = 0o022;

/** Windows has no such modes: a person's own folders are theirs by the lists of the folder above. */
const uid = process.geteuid?.() ?? null;

/**
 * Makes the folder for this user alone, or narrows one that is there and that others may look into. Throws `storage`
 * where others may write to it, or it belongs to somebody else: nothing that lies there could be believed. Throws the
 * system's error where it cannot be made. Returns whether it was narrowed.
 */
export function holdPrivateFolder(folder: string): boolean {
	makeFolders(folder, PRIVATE_FOLDER);
	if (uid === null) return false;
	const facts = statSync(folder);
	refuseStrangers(folder, facts.uid);
	if ((facts.mode & OTHERS_WRITE) !== 0) throw openToOthers(folder, facts);
	if ((facts.mode & OTHERS) === 0) return false;
	if (!narrowed(folder, PRIVATE_FOLDER, OTHERS)) throw cannotBeHeld(folder);
	return true;
}

/**
 * Keeps others from putting files into a folder that a person chose, which may be read by all. Throws `storage` where it
 * is somebody else's (what root keeps for everybody is believed), or the right cannot be taken away. Returns whether it
 * was taken away.
 */
export function keepOthersFromWriting(folder: string): boolean {
	if (uid === null) return false;
	const facts = statSync(folder);
	if (facts.uid !== 0) refuseStrangers(folder, facts.uid);
	if ((facts.mode & OTHERS_WRITE) === 0) return false;
	if (narrowed(folder, facts.mode & 0o7777 & ~OTHERS_WRITE, OTHERS_WRITE)) return true;
	throw openToOthers(folder, facts);
}

function refuseStrangers(folder: string, owner: number): void {
	if (owner === uid) return;
	throw new DataFlareError('storage', `The folder ${folder} belongs to another user (id ${owner}).`, {
		details: because('folder_of_another', { path: folder }),
		hint: 'Choose a folder that you own, or run the program as its owner.',
	});
}

function openToOthers(folder: string, facts: Stats): DataFlareError {
	return new DataFlareError(
		'storage',
		`Other users can write to the folder ${folder} (mode ${(facts.mode & 0o777).toString(8)}).`,
		{
			details: because('folder_open_to_others', { path: folder }),
			hint: 'Check what is in it, then give yourself sole access (chmod 700), or choose another folder.',
		},
	);
}

/** Narrows a folder of the program's own, below one that is held, if it is there and ours. A link is left alone. */
export function narrowFolder(folder: string): void {
	if (uid === null) return;
	const facts = lstatSync(folder, { throwIfNoEntry: false });
	if (facts?.isDirectory() !== true || facts.uid !== uid || (facts.mode & OTHERS) === 0) return;
	narrowed(folder, PRIVATE_FOLDER, OTHERS);
}

/**
 * Narrows a file of the program's own if it is there and ours; with `make`, an empty one is made where none is. What
 * cannot be done is left for whoever uses the file to meet.
 */
export function narrowFile(file: string, make = false): void {
	if (uid === null) return;
	const flags = constants.O_RDONLY | constants.O_NONBLOCK | (make ? constants.O_CREAT : 0);
	let descriptor: number;
	try {
		descriptor = openSync(file, flags, PRIVATE_FILE);
	} catch {
		return;
	}
	try {
		const facts = fstatSync(descriptor);
		if (facts.isFile() && facts.uid === uid && (facts.mode & OTHERS) !== 0) fchmodSync(descriptor, facts.mode & 0o700);
	} catch {
		// A file system that keeps no modes.
	} finally {
		closeSync(descriptor);
	}
}

/** Some file systems take a mode and do not keep it. */
function narrowed(folder: string, mode: number, rights: number): boolean {
	try {
		chmodSync(folder, mode);
	} catch {
		return false;
	}
	return (statSync(folder).mode & rights) === 0;
}

function cannotBeHeld(folder: string): DataFlareError {
	return new DataFlareError(
		'storage',
		`Other users can read the folder ${folder}, and its file system stores no permissions.`,
		{
			details: because('folder_open_to_others', { path: folder }),
			hint: 'Choose a folder on a file system that stores them.',
		},
	);
}
