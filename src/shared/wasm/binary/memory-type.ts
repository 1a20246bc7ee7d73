import { DataFlareError } from '../../errors/errors.ts';
import { because } from '../../errors/failure-reason.ts';
import { WASM_PAGE_BYTES } from '../../policy/limits.ts';
import { type ByteReader, malformed } from './byte-reader.ts';
import { engineLacks } from './engine-lacks.ts';

export interface MemoryOutline {
	readonly minPages: number;
	/** null: none declared. */
	readonly maxPages: number | null;
	readonly imported: boolean;
	readonly shared: boolean;
	readonly memory64: boolean;
}

/** What 32 bits can address. */
const MAX_PAGES = 65_536;

const flag = { maximum: 1, shared: 2, wide: 4, pageSize: 8 } as const;

/** Limits with the flags of the threads and memory64 proposals. */
export function readMemory(reader: ByteReader, imported: boolean): MemoryOutline {
	const at = reader.at;
	const flags = reader.byte();
	if ((flags & flag.pageSize) !== 0 && flags < 16) throw DataFlareError.fromWire(engineLacks('custom_page_sizes', at));
	if (flags > 7) throw malformed('a memory has unknown flags', at);
	const memory64 = (flags & flag.wide) !== 0;
	const pages = (): number => (memory64 ? reader.u64() : reader.u32());
	const minPages = pages();
	const maxPages = (flags & flag.maximum) === 0 ? null : pages();
	if (!memory64 && minPages > MAX_PAGES) throw startsBeyond(minPages);
	if (!memory64 && (maxPages ?? 0) > MAX_PAGES) throw malformed('a memory may grow beyond 4 GiB', at);
	if (maxPages !== null && maxPages < minPages) {
		throw malformed(`a memory starts with ${minPages} pages and may have ${maxPages} at most`, at);
	}
	return { minPages, maxPages, imported, shared: (flags & flag.shared) !== 0, memory64 };
}

function startsBeyond(minPages: number): DataFlareError {
	const [minimumBytes, limitBytes] = [minPages * WASM_PAGE_BYTES, MAX_PAGES * WASM_PAGE_BYTES];
	return new DataFlareError(
		'memory_limit',
		`The module starts with ${minimumBytes.toLocaleString('en')} bytes of memory; 32 bits address ${limitBytes.toLocaleString('en')}.`,
		{
			hint: 'Build it with a smaller initial memory.',
			details: because('memory_minimum', { minimumBytes, limitBytes }),
		},
	);
}
