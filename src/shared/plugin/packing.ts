import type { Provenance, Signer } from './provenance.ts';

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
