import { ByteReader } from '../binary/byte-reader.ts';
import { sectionId } from '../binary/section-order.ts';
import { decodeUtf8 } from '../binary/utf8.ts';
import type { SectionOutline } from '../parse-module.ts';

export interface CustomSection {
	/** Cut to 100 letters, as far as it is text. */
	readonly name: string;
	readonly content: Uint8Array;
	/** With its name and all, bytes. */
	readonly size: number;
}

const MAX_NAME = 100;

/** The custom sections of a module, in its order. */
export function customSectionsOf(bytes: Uint8Array, sections: readonly SectionOutline[]): readonly CustomSection[] {
	return sections.flatMap(({ id, start, contentStart, end }) => {
		if (id !== sectionId.custom) return [];
		const reader = new ByteReader(bytes, contentStart, end);
		const name = decodeUtf8(reader.rawName().subarray(0, 4 * MAX_NAME)) ?? '';
		return [{ name: name.slice(0, MAX_NAME), content: reader.take(end - reader.at), size: end - start }];
	});
}

/** Sections that belong to a plugin: what they hold is used. */
const ours = /^dataflare(\.|$)/;
/** Without these a module is another one: what it is linked with, what it needs, whose it is. */
const kept = /^(dylink(\.0)?|metadata\.code\.|component-|signature|icu|build_id)/;

/** Whether a module would run as well without it. */
export function isStrippable({ name }: Pick<CustomSection, 'name'>): boolean {
	return !ours.test(name) && !kept.test(name);
}
