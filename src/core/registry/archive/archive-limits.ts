import { MAX_MODULE_BYTES } from '../../../shared/policy/limits.ts';

const MiB = 1024 * 1024;

/** Bounds of what one packed plugin may hold, whatever the file says of itself. */
export const archiveLimits = {
	/** The file as it lies on the disk, bytes. */
	fileBytes: MAX_MODULE_BYTES + 64 * MiB,
	/** All that is packed, unpacked, bytes. */
	unpackedBytes: MAX_MODULE_BYTES + 64 * MiB,
	/** The table of contents and whatever stands behind it, bytes. */
	tableBytes: 1536 * 1024,
	/** Files and folders. */
	entries: 1_000,
	/** Of a name with its folders, in UTF-8. */
	nameBytes: 512,
	/** Folders within folders. */
	depth: 16,
	/** How many times larger a file of more than 1 MiB may become than it is in the archive. */
	ratio: 500,
} as const;
