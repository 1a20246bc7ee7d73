import { basename } from 'node:path';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { archiveLimits } from './archive-limits.ts';

const AGAIN = 'Download or pack it again.';

/** The file is no package, or not all of one. */
export function damagedArchive(path: string, what: string, cause?: unknown): DataFlareError {
	return new DataFlareError('plugin_load', `${basename(path)} is damaged: ${what}.`, {
		hint: AGAIN,
		details: because('package_damaged'),
		cause,
	});
}

/** What no honest tool packs. `entry`: as the archive has it. */
export function hostileEntry(path: string, entry: string, flaw: string): DataFlareError {
	return new DataFlareError('plugin_load', `${basename(path)}: ${JSON.stringify(shown(entry))} ${flaw}.`, {
		hint: 'Nothing was unpacked. Have its author pack it again; do not unpack it with other tools.',
		details: because('package_entry', { entry: shown(entry) }),
	});
}

export function archiveTooLarge(path: string): DataFlareError {
	const { entries, depth, unpackedBytes, fileBytes } = archiveLimits;
	return new DataFlareError(
		'plugin_load',
		`${basename(path)} is too large for a plugin (over ${entries.toLocaleString('en')} files, too many folders, over ${depth} levels of them, ${fileBytes.toLocaleString('en')} bytes, or ${unpackedBytes.toLocaleString('en')} bytes unpacked).`,
		{
			hint: 'Pack the plugin alone, without its sources and build folders.',
			details: because('package_too_large', { maxBytes: unpackedBytes }),
		},
	);
}

/** There is no list of hashes, or it does not list what is there. */
export function unlisted(path: string, what: string): DataFlareError {
	return new DataFlareError('plugin_load', `${basename(path)}: ${what}.`, {
		hint: 'Have its author pack it again.',
		details: because('package_unlisted'),
	});
}

/** A file is not the one that was packed. */
export function modifiedEntry(path: string, entry: string): DataFlareError {
	return new DataFlareError(
		'plugin_load',
		`${basename(path)}: ${JSON.stringify(shown(entry))} was changed after it was packed: its SHA-256 differs from the list’s.`,
		{
			hint: 'Download the plugin again. Do not run it if it should not have changed.',
			details: because('package_modified', { entry: shown(entry) }),
		},
	);
}

/** At most so much of a name that somebody else chose. */
function shown(entry: string): string {
	return entry.length > 120 ? `${entry.slice(0, 120)}…` : entry;
}
