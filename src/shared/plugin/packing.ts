/** A plugin's folder that was packed into one file. */
export interface Packing {
	/** Absolute path of the package. */
	readonly path: string;
	/** Of the package, bytes. */
	readonly bytes: number;
	readonly files: readonly PackedFile[];
	/** Links, hidden files and what belongs to a build, with a `/` behind folders. */
	readonly leftOut: readonly string[];
}

export interface PackedFile {
	/** Parted by `/`. */
	readonly name: string;
	/** Unpacked, bytes. */
	readonly bytes: number;
	/** Lower-case hex. */
	readonly sha256: string;
}
