import { ByteReader } from '../binary/byte-reader.ts';
import { sectionId } from '../binary/section-order.ts';
import { joined, leb, sectionOf } from '../binary/write.ts';
import { parseModule, type SectionOutline } from '../parse-module.ts';

/** What a memory is called outside that its module keeps to itself, ASCII; a number follows where the name is taken. */
const NAME = '(memory)';
/** The kind of a memory among exports. */
const MEMORY = 2;

/** Sections that stand behind the exports. */
const behind: ReadonlySet<number> = new Set([
	sectionId.start,
	sectionId.element,
	sectionId.dataCount,
	sectionId.code,
	sectionId.data,
]);

/**
 * Returns a module that exports its one memory, so that its host can tell how large it is; the same bytes where it exports
 * it already, or has none of its own.
 */
export function exportMemory(bytes: Uint8Array): Uint8Array {
	const { memories, exports, sections } = parseModule(bytes);
	const [memory] = memories;
	if (memory === undefined || memories.length > 1 || memory.imported) return bytes;
	if (exports.some(({ kind }) => kind === 'memory')) return bytes;
	const taken = new Set(exports.map(({ name }) => name));
	let name = NAME;
	for (let count = 2; taken.has(name); count++) name = `${NAME}${count}`;
	const text = Uint8Array.from(name, (letter) => letter.charCodeAt(0));
	const entry = joined([leb(text.length), text, Uint8Array.of(MEMORY), leb(0)]);
	const own = sections.find(({ id }) => id === sectionId.export);
	if (own !== undefined) return replaced(bytes, own, sectionOf(own.id, withOne(bytes, own, entry)));
	const next = sections.find(({ id }) => behind.has(id));
	const at = next?.start ?? bytes.length;
	const section = sectionOf(sectionId.export, joined([leb(1), entry]));
	return joined([bytes.subarray(0, at), section, bytes.subarray(at)]);
}

function withOne(bytes: Uint8Array, section: SectionOutline, entry: Uint8Array): Uint8Array {
	const reader = new ByteReader(bytes, section.contentStart, section.end);
	const count = reader.u32();
	return joined([leb(count + 1), bytes.subarray(reader.at, section.end), entry]);
}

function replaced(bytes: Uint8Array, { start, end }: SectionOutline, section: Uint8Array): Uint8Array {
	return joined([bytes.subarray(0, start), section, bytes.subarray(end)]);
}
