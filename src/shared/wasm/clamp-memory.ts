import { DataFlareError } from '../errors/errors.ts';
import { because } from '../errors/failure-reason.ts';
import { WASM_PAGE_BYTES } from '../policy/limits.ts';
import { ByteReader } from './binary/byte-reader.ts';
import { type MemoryOutline, readMemory } from './binary/memory-type.ts';
import { sectionId } from './binary/section-order.ts';
import { joined, leb, sectionOf } from './binary/write.ts';
import { type ModuleOutline, parseModule, readKind, type SectionOutline, skipDescription } from './parse-module.ts';

/**
 * Returns a module whose every memory, defined or imported, declares a maximum that the limit allows; the same bytes
 * where it does already. Refuses with `memory_limit` where a memory starts above the limit.
 *
 * @param limitBytes what all of a memory may take, bytes; rounded down to whole pages
 */
export function clampMemory(bytes: Uint8Array, limitBytes: number): Uint8Array {
	const outline = parseModule(bytes);
	const limitPages = Math.floor(limitBytes / WASM_PAGE_BYTES);
	for (const memory of outline.memories) requireFits(memory, limitPages, limitBytes);
	return clamped(
		bytes,
		outline,
		outline.memories.map(() => limitPages),
	);
}

/**
 * The same with a limit for each memory, in their order, imported ones first, none of which starts above its own. pages;
 * null: one that somebody else limits, which stays as it is declared
 */
export function clampMemories(bytes: Uint8Array, limitPages: readonly (number | null)[]): Uint8Array {
	return clamped(bytes, parseModule(bytes), limitPages);
}

function clamped(bytes: Uint8Array, outline: ModuleOutline, limitPages: readonly (number | null)[]): Uint8Array {
	const isWithin = ({ maxPages }: MemoryOutline, index: number): boolean => {
		const limit = limitPages[index] ?? null;
		return limit === null || (maxPages !== null && maxPages <= limit);
	};
	if (outline.memories.every(isWithin)) return bytes;
	const left = limitPages.values();
	const next = (): number | null => left.next().value ?? null;
	const pieces: Uint8Array[] = [bytes.subarray(0, 8)];
	for (const section of outline.sections) {
		if (section.id === sectionId.memory) {
			pieces.push(sectionOf(section.id, memorySection(bytes, section, next)));
		} else if (section.id === sectionId.import) {
			pieces.push(sectionOf(section.id, importSection(bytes, section, next)));
		} else pieces.push(bytes.subarray(section.start, section.end));
	}
	return joined(pieces);
}

/** Of the memories one after another, pages. */
type NextLimit = () => number | null;

function requireFits(memory: MemoryOutline, limitPages: number, limitBytes: number): void {
	if (memory.minPages <= limitPages) return;
	const needed = memory.minPages * WASM_PAGE_BYTES;
	throw new DataFlareError(
		'memory_limit',
		`The module starts with ${needed.toLocaleString('en')} bytes of memory; its limit is ${limitBytes.toLocaleString('en')} bytes.`,
		{
			hint: 'Raise memory_limit and the granted max_memory, or build it smaller.',
			details: because('memory_minimum', { minimumBytes: needed, limitBytes }),
		},
	);
}

function memorySection(bytes: Uint8Array, section: SectionOutline, next: NextLimit): Uint8Array {
	const reader = new ByteReader(bytes, section.contentStart, section.end);
	const count = reader.u32();
	const pieces = [leb(count)];
	for (let left = count; left > 0; left--) pieces.push(limits(readMemory(reader, false), next()));
	return joined(pieces);
}

/** Everything but the limits of imported memories is copied as it stands. */
function importSection(bytes: Uint8Array, section: SectionOutline, next: NextLimit): Uint8Array {
	const reader = new ByteReader(bytes, section.contentStart, section.end);
	const pieces: Uint8Array[] = [];
	let copied = section.contentStart;
	for (let left = reader.u32(); left > 0; left--) {
		reader.rawName();
		reader.rawName();
		const kind = readKind(reader);
		const limitsStart = reader.at;
		if (kind === 'memory') {
			pieces.push(bytes.subarray(copied, limitsStart), limits(readMemory(reader, true), next()));
			copied = reader.at;
		} else skipDescription(reader, kind);
	}
	pieces.push(bytes.subarray(copied, section.end));
	return joined(pieces);
}

function limits(memory: MemoryOutline, limitPages: number | null): Uint8Array {
	const maximum = limitPages === null ? memory.maxPages : Math.min(memory.maxPages ?? limitPages, limitPages);
	const flags = (maximum === null ? 0 : 1) | (memory.shared ? 2 : 0) | (memory.memory64 ? 4 : 0);
	return joined([Uint8Array.of(flags), leb(memory.minPages), maximum === null ? new Uint8Array(0) : leb(maximum)]);
}
