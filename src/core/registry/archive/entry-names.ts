import { isDeviceName } from '../../../shared/device-name.ts';
import { archiveLimits } from './archive-limits.ts';

/** What Windows takes in no name, and what a terminal or a list of hashes would misread. */

const forbidden = /[\u0000-\u001f\u007f-\u009f\u2028\u2029<>:"|?*\\]/;

/**
 * Why a file of this name cannot be unpacked on every system to the one place that it names, or null. `name` is relative
 * and parted by `/`; the ends of these sentences follow the name.
 */
export function flawOfName(name: string): string | null {
	if (Buffer.byteLength(name) > archiveLimits.nameBytes) return `is longer than ${archiveLimits.nameBytes} bytes`;
	if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) return 'is an absolute path';
	if (!name.isWellFormed() || name.includes('\u{fffd}')) return 'is not valid UTF-8';
	if (forbidden.test(name)) return 'has characters that no file name may have everywhere';
	const parts = name.split('/');
	if (parts.length > archiveLimits.depth) return `is more than ${archiveLimits.depth} folders deep`;
	for (const part of parts) {
		if (part === '') return 'has an empty part';
		if (part === '..' || part === '.') return 'leads out of its folder';
		if (part.startsWith('.')) return 'begins with a dot, which hides it';
		if (part === 'node_modules') return 'belongs to a build, not to a plugin';
		if (/[. ]$/.test(part)) return 'ends with a dot or a blank, which Windows drops';
		if (isDeviceName(part)) return 'is a device on Windows';
		if (Buffer.byteLength(part) > 255) return 'has a part that is longer than 255 bytes';
	}
	return null;
}

/** What two names have in common that are one file on a system that does not tell capitals or composed letters apart. */
export function sameEverywhere(name: string): string {
	return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFC');
}

/** Each folder that a name needs, outermost first. */
export function foldersOf(name: string): readonly string[] {
	const parts = name.split('/').slice(0, -1);
	return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
