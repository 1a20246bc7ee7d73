/** The beginning of data, as it is kept of a run. */
export interface Preview {
	readonly text: string;
	/** Size of the whole, bytes. */
	readonly bytes: number;
	readonly truncated: boolean;
	/** `base64` where the bytes are not UTF-8. */
	readonly form: 'text' | 'base64';
}
