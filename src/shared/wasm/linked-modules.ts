import { inQuotes } from '../quoted.ts';
import { ByteReader, malformed } from './binary/byte-reader.ts';
import { sectionId } from './binary/section-order.ts';
import { decodeUtf8 } from './binary/utf8.ts';
import { joined, leb, sectionOf } from './binary/write.ts';
import { type ModuleOutline, parseModule } from './parse-module.ts';

/** A custom section that holds a module which the one around it is linked with: its name, then its bytes. */
const LINKED_SECTION = 'dataflare.module';
/** An empty custom section that says that a module is an Extism plugin, whatever it imports. */
const EXTISM_SECTION = 'dataflare.extism';

/** More modules than this are no plugin. */
export const MAX_LINKED_MODULES = 32;

export interface LinkedModule {
	readonly name: string;
	readonly bytes: Uint8Array;
	readonly outline: ModuleOutline;
}

/** Whether a module carries the mark of an Extism plugin. */
export function hasExtismMark({ customSections }: ModuleOutline): boolean {
	return customSections.includes(EXTISM_SECTION);
}

/**
 * One module that carries those it is linked with, so that what is hashed, kept and handed to a sandbox is one file.
 * A module that carries others is taken without them.
 */
export function bundleModules(
	main: Uint8Array,
	linked: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Uint8Array {
	const pieces = [main, customSection(EXTISM_SECTION, [])];
	for (const { name, bytes } of linked) pieces.push(customSection(LINKED_SECTION, [named(name), bytes]));
	return joined(pieces);
}

/** The modules that a module is linked with, by name. Throws `plugin_load` for what cannot be read. */
export function linkedModules(bytes: Uint8Array, { sections, customSections }: ModuleOutline): readonly LinkedModule[] {
	if (!customSections.includes(LINKED_SECTION)) return [];
	const found = new Map<string, LinkedModule>();
	for (const { id, contentStart, end } of sections) {
		if (id !== sectionId.custom) continue;
		const reader = new ByteReader(bytes, contentStart, end);
		if (decodeUtf8(reader.rawName()) !== LINKED_SECTION) continue;
		const name = decodeUtf8(reader.rawName());
		if (name === null || name === '' || name.length > 200) throw malformed('a linked module has no name', contentStart);
		if (found.has(name)) throw malformed(`two linked modules are named ${inQuotes(name)}`, contentStart);
		if (found.size >= MAX_LINKED_MODULES)
			throw malformed(`it is linked with more than ${MAX_LINKED_MODULES} modules`, contentStart);
		const inner = reader.take(end - reader.at);
		found.set(name, { name, bytes: inner, outline: parseModule(inner) });
	}
	return [...found.values()];
}

function customSection(name: string, content: readonly Uint8Array[]): Uint8Array {
	return sectionOf(sectionId.custom, joined([named(name), ...content]));
}

function named(text: string): Uint8Array {
	const bytes = utf8(text);
	return joined([leb(bytes.length), bytes]);
}

/** Without an encoder of the platform's, which this zone does not know of. */
function utf8(text: string): Uint8Array {
	const escaped = encodeURIComponent(text.toWellFormed());
	const bytes: number[] = [];
	for (let at = 0; at < escaped.length; at++) {
		if (escaped[at] === '%') {
			bytes.push(Number.parseInt(escaped.slice(at + 1, at + 3), 16));
			at += 2;
		} else bytes.push(escaped.charCodeAt(at));
	}
	return Uint8Array.from(bytes);
}
