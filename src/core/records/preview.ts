import { isUtf8 } from 'node:buffer';
import type { Preview } from '../../shared/run/preview.ts';

/** Keeps the first bytes of what went by, so that a run can be explained later without keeping the data. */
export class PreviewCollector {
	readonly #limit: number;
	#kept: Buffer[] = [];
	#keptBytes = 0;
	#bytes = 0;

	/** `limit` in bytes; 0 keeps nothing. */
	constructor(limit: number) {
		this.#limit = limit;
	}

	add(data: Uint8Array): void {
		this.#bytes += data.length;
		const room = this.#limit - this.#keptBytes;
		if (room <= 0 || data.length === 0) return;
		const piece = Buffer.from(data.subarray(0, room));
		this.#kept.push(piece);
		this.#keptBytes += piece.length;
	}

	result(): Preview | null {
		if (this.#limit === 0 || this.#bytes === 0) return null;
		const kept = Buffer.concat(this.#kept);
		const truncated = this.#bytes > kept.length;
		const text = wholeText(kept, truncated);
		return text === null
			? { text: kept.toString('base64'), bytes: this.#bytes, truncated, form: 'base64' }
			: { text, bytes: this.#bytes, truncated, form: 'text' };
	}
}

/** The text of `bytes`, allowing a character cut in half at the end of a truncated preview; null where it is not text. */
function wholeText(bytes: Buffer, truncated: boolean): string | null {
	for (let cut = 0; cut <= (truncated ? 3 : 0); cut++) {
		const piece = bytes.subarray(0, bytes.length - cut);
		if (isUtf8(piece)) return piece.toString('utf8');
	}
	return null;
}
