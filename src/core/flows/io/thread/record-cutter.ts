import type { JsonValue } from '../../../../shared/errors/errors.ts';
import type { Packer } from './packer.ts';

/** Cuts records out of an input. */
export interface RecordCutter {
	/**
	 * Adds the next records until no more fit or there are none; nothing added: it was the end. Rejects with
	 * `invalid_input`; what was added before it stands, and the same problem comes with the next call.
	 */
	fill(packer: Packer): Promise<void>;
	/** Behind the last record that was added, in the input without its compression. */
	readonly offset: number;
	/** What else it takes to go on from there. */
	more(): JsonValue;
	state(): Uint8Array | null;
}
