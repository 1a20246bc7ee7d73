import { toDataFlareError } from '../shared/errors/errors.ts';
import { MAX_MODULE_BYTES } from '../shared/policy/limits.ts';
import { LOOK_PIECE_BYTES, type LookerFrame, type LookFrame, type Unstamped } from '../shared/sandbox/frames.ts';
import { reportFile } from '../shared/wasm/component/report-component.ts';
import type { LoadGenerated } from './component/generated-module.ts';
import { type MakeTranspiler, readyTranspiler, transpile } from './component/transpile.ts';
import type { MemoryLimit } from './memory/memory-limit.ts';
import { encode } from './memory/utf8.ts';

type Post = (frame: Unstamped<LookerFrame>) => void;

/** Looks at modules and makes components ready, as they arrive in pieces. No code of theirs is run. */
export class Look {
	readonly #loadGenerated: LoadGenerated;
	#bytes = new Uint8Array(0);
	#makeTranspiler: MakeTranspiler | null = null;

	constructor(loadGenerated: LoadGenerated) {
		this.#loadGenerated = loadGenerated;
	}

	/** Answers a piece. Rejects with a RangeError where it is not the next one of what it belongs to. */
	async take({ id, what, size, offset, piece }: LookFrame, memoryLimit: MemoryLimit | null, post: Post): Promise<void> {
		if (offset === 0) this.#bytes = new Uint8Array(Math.min(size, MAX_MODULE_BYTES));
		this.#bytes.set(piece, offset);
		if (offset + piece.length < size) return post({ t: 'look-more', id });
		const bytes = this.#bytes;
		this.#bytes = new Uint8Array(0);
		if (what === 'module')
			return post({ t: 'looked', id, report: encode(JSON.stringify(reportFile(bytes, invalidity))) });
		if (memoryLimit === null) throw new Error('the memory limit does not hold here');
		if (what === 'transpiler') {
			this.#makeTranspiler = await readyTranspiler(bytes, memoryLimit, this.#loadGenerated);
			return post({ t: 'look-more', id });
		}
		await this.#makeReady(id, bytes, post);
	}

	async #makeReady(id: number, component: Uint8Array, post: Post): Promise<void> {
		if (this.#makeTranspiler === null) throw new Error('there is no transpiler here');
		let bundle: Uint8Array;
		try {
			bundle = await transpile(component, this.#makeTranspiler);
		} catch (thrown) {
			return post({ t: 'not-transpiled', id, error: toDataFlareError(thrown).toWire() });
		}
		const size = bundle.length;
		for (let offset = 0; offset < size; offset += LOOK_PIECE_BYTES) {
			post({ t: 'transpiled', id, size, offset, piece: bundle.slice(offset, offset + LOOK_PIECE_BYTES) });
		}
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
