import type { Provenance, Signer } from './provenance.ts';
/** How the name of a plugin that is packed into one file ends. */
export const PACKAGE_EXTENSION = '.dfplugin';

/** Whether a path is a package's, by its name. */
export function isPackagePath(path: string): boolean {
	return path.toLowerCase().endsWith(PACKAGE_EXTENSION);
}

/** What a plugin of a name and a version is called once it is packed into one file. */
export function packageFileName(name: string, version = ''): string {
	const safe = version.replaceAll(/[^0-9A-Za-z.+-]/g, '');
	return `${name}${safe === '' ? '' : `-${safe}`}${PACKAGE_EXTENSION}`;
}

/** A plugin's folder that was packed into one file. */
export interface Packing {
	/** Absolute path of the package. */
	readonly path: string;
	/** Of the package, bytes. */
	readonly bytes: number;
	readonly files: readonly PackedFile[];
	/** Links, hidden files and what belongs to a build, with a `/` behind folders. */
	readonly leftOut: readonly string[];
	/** Null: it is not signed. */
	readonly signer: Signer | null;
}

/** A plugin's folder, or a package, that was signed. */
export interface Signing {
	/** Absolute. */
	readonly path: string;
	readonly signer: Signer;
}

/** What a plugin's files say of themselves. */
export interface Verification {
	/** Absolute. */
	readonly path: string;
	readonly provenance: Provenance;
}

export interface PackedFile {
	/** Parted by `/`. */
	readonly name: string;
	/** Unpacked, bytes. */
	readonly bytes: number;
	/** Lower-case hex. */
	readonly sha256: string;
}
