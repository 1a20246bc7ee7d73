import {
	type GroupedImports,
	type ImportGroup,
	importGroups,
	type ModuleAnatomy,
	wasmFeatures,
} from '../../plugin/module/module-anatomy.ts';
import { sectionId } from '../binary/section-order.ts';
import type { LinkedModule } from '../linked-modules.ts';
import type { ModuleOutline } from '../parse-module.ts';
import { WASI_MODULE } from '../wasi/wasi-preview1.ts';
import { type CustomSection, customSectionsOf, isStrippable } from './custom-sections.ts';
import { featuresOf } from './features.ts';
import { guestKind } from './guest-kind.ts';
import { importUse } from './import-use.ts';
import { runtimesOf } from './language-runtime.ts';
import { readProducers } from './producers.ts';

/** Names of one group that are told; of the rest, how many there are. */
export const MAX_NAMES = 24;
const MAX_NAME = 100;
export const MAX_SECTIONS = 12;
/** There is one, where tools keep to their convention. */
const MAX_PRODUCERS = 4;

/** What a module is made of and by what. `linked`: the modules that it carries and is linked with. */
export function anatomyOf(bytes: Uint8Array, outline: ModuleOutline, linked: readonly LinkedModule[]): ModuleAnatomy {
	const custom = customSectionsOf(bytes, outline.sections);
	const tools = custom
		.filter(({ name }) => name === 'producers')
		.slice(0, MAX_PRODUCERS)
		.flatMap(({ content }) => readProducers(content));
	const used = new Set([{ bytes, outline }, ...linked].flatMap((one) => featuresOf(one.bytes, one.outline)));
	const usesWasi = outline.imports.some(({ module }) => module === WASI_MODULE);
	return {
		kind: guestKind(outline),
		tools: tools.slice(0, MAX_NAMES),
		runtimes: runtimesOf(bytes, outline, custom, { tools, usesWasi }),
		features: wasmFeatures.filter((feature) => used.has(feature)),
		imports: groupedImports(outline, linked),
		sizes: sizesOf(outline, custom),
		functions: outline.functions.length - outline.importedFunctions,
		customSections: custom
			.map(({ name, size }) => ({ name, bytes: size }))
			.toSorted((left, right) => right.bytes - left.bytes)
			.slice(0, MAX_SECTIONS),
	};
}

/** All that a plugin imports, whichever of its modules does: what it can reach at most. */
function groupedImports(outline: ModuleOutline, linked: readonly LinkedModule[]): readonly GroupedImports[] {
	const own = new Set(linked.map(({ name }) => name));
	if (linked.length > 0) own.add('main');
	const groups = new Map<ImportGroup, Set<string>>();
	for (const { imports } of [outline, ...linked.map((one) => one.outline)]) {
		for (const { module, name } of imports) {
			const group = own.has(module) ? 'linked' : groupOf(module, name);
			const names = groups.get(group) ?? new Set();
			groups.set(group, names.add(group === 'unknown' || group === 'linked' ? `${module}.${name}` : name));
		}
	}
	return namedGroups(groups);
}

/** As many names of each group as are told. */
export function namedGroups(groups: ReadonlyMap<ImportGroup, ReadonlySet<string>>): readonly GroupedImports[] {
	return importGroups.flatMap((group) => {
		const names = [...(groups.get(group) ?? [])];
		if (names.length === 0) return [];
		const first = names.slice(0, MAX_NAMES);
		return [{ group, names: first.map(cut), more: names.length - first.length }];
	});
}

export function groupOf(module: string, name: string): ImportGroup {
	const { power } = importUse(module, name);
	return power === 'none' ? 'always' : power;
}

function sizesOf({ sections }: ModuleOutline, custom: readonly CustomSection[]): ModuleAnatomy['sizes'] {
	const sizeOf = (wanted: number): number =>
		sections.reduce((sum, { id, start, end }) => (id === wanted ? sum + end - start : sum), 0);
	const strippable = custom.filter(isStrippable).reduce((sum, { size }) => sum + size, 0);
	return {
		code: sizeOf(sectionId.code),
		data: sizeOf(sectionId.data),
		custom: sizeOf(sectionId.custom),
		strippable,
	};
}

function cut(name: string): string {
	return name.length <= MAX_NAME ? name : `${name.slice(0, MAX_NAME - 1)}…`;
}
