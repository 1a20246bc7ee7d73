import { MAX_MODULE_BYTES } from '../shared/policy/limits.ts';
import type { LookerFrame, LookFrame, Unstamped } from '../shared/sandbox/frames.ts';
import { reportModule } from '../shared/wasm/report-module.ts';
import { encode } from './memory/utf8.ts';

/** Looks at modules that arrive in pieces. No code of theirs is run. */
export class Look {
	#module = new Uint8Array(0);

	/** Answers a piece. Throws a RangeError where it is not the next one of what it belongs to. */
	take({ id, size, offset, piece }: LookFrame): Unstamped<LookerFrame> {
		if (offset === 0) this.#module = new Uint8Array(Math.min(size, MAX_MODULE_BYTES));
		this.#module.set(piece, offset);
		if (offset + piece.length < size) return { t: 'look-more', id };
		const module = this.#module;
		this.#module = new Uint8Array(0);
		return { t: 'looked', id, report: encode(JSON.stringify(reportModule(module, invalidity))) };
	}
}

/** What this engine, which is the one that plugins run in, has to say against a module; null: nothing. */
export function invalidity(module: Uint8Array): string | null {
	if (WebAssembly.validate(module)) return null;
	try {
		new WebAssembly.Module(module);
		return null;
	} catch (error) {
		return (error as Error).message.replace(/^WebAssembly\.Module\(\): /, '');
	}
}
