import { type Tool, type ToolRole, toolRoles } from '../../plugin/module/module-anatomy.ts';
import { ByteReader } from '../binary/byte-reader.ts';
import { decodeUtf8 } from '../binary/utf8.ts';

/** What a section says is for people to read: more than this tells nothing. */
const MAX_TOOLS = 24;
const MAX_FIELDS = 16;
const MAX_VALUES = 256;
const MAX_LETTERS = 100;

/**
 * What made a module or a component, by the content of its custom section `producers` (tool-conventions,
 * ProducersSection.md). Never throws: what cannot be read ends the list, and nothing of it is more than words.
 */
export function readProducers(content: Uint8Array): readonly Tool[] {
	const found = new Map<string, Tool>();
	try {
		const reader = new ByteReader(content);
		for (let fields = Math.min(reader.u32(), MAX_FIELDS); fields > 0; fields--) {
			const field = textOf(reader);
			const role = toolRoles.find((known) => known === field);
			const count = reader.u32();
			if (count > MAX_VALUES) break;
			for (let left = count; left > 0; left--) {
				const tool = { name: textOf(reader), version: textOf(reader) };
				if (role !== undefined && tool.name !== '' && found.size < MAX_TOOLS) add(found, role, tool);
			}
		}
	} catch {
		// It ends in the middle, or is something else: what was read until there stands.
	}
	return [...found.values()];
}

function add(found: Map<string, Tool>, role: ToolRole, tool: Pick<Tool, 'name' | 'version'>): void {
	const key = `${role} ${tool.name}`;
	if (!found.has(key)) found.set(key, { role, ...tool });
}

/** Without what is not seen or turns the line around, and no longer than a line. */
function textOf(reader: ByteReader): string {
	const bytes = reader.take(reader.u32());
	// A letter has four bytes at most; a cut in the middle of one makes the text none.
	const text = bytes.length <= 4 * MAX_LETTERS ? decodeUtf8(bytes) : null;
	return (text ?? '')
		.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
		.replace(/\s+/g, ' ')
		.trim()
		.slice(0, MAX_LETTERS);
}
