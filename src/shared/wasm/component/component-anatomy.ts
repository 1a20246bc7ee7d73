import { type ImportGroup, type ModuleAnatomy, wasmFeatures } from '../../plugin/module/module-anatomy.ts';
import { anatomyOf, groupOf, MAX_NAMES, MAX_SECTIONS, namedGroups } from '../anatomy/anatomy.ts';
import type { ModuleOutline } from '../parse-module.ts';
import type { ComponentOutline } from './component-outline.ts';

/** What a component is made of and by what: its modules together. What it can reach are its own imports, and no module's. */
export function componentAnatomy(
	{ imports }: ComponentOutline,
	modules: readonly { readonly bytes: Uint8Array; readonly outline: ModuleOutline }[],
	kind: ModuleAnatomy['kind'],
): ModuleAnatomy {
	const parts = modules.map(({ bytes, outline }) => anatomyOf(bytes, outline, []));
	const tools = new Map(parts.flatMap((part) => part.tools.map((tool) => [JSON.stringify(tool), tool])));
	const features = new Set(parts.flatMap((part) => part.features));
	const sum = (size: keyof ModuleAnatomy['sizes']): number => parts.reduce((all, { sizes }) => all + sizes[size], 0);
	return {
		kind,
		tools: [...tools.values()].slice(0, MAX_NAMES),
		runtimes: [...new Set(parts.flatMap((part) => part.runtimes))],
		features: wasmFeatures.filter((feature) => features.has(feature)),
		imports: namedGroups(groupsOf(imports)),
		sizes: { code: sum('code'), data: sum('data'), custom: sum('custom'), strippable: sum('strippable') },
		functions: parts.reduce((all, { functions }) => all + functions, 0),
		customSections: parts
			.flatMap((part) => part.customSections)
			.toSorted((left, right) => right.bytes - left.bytes)
			.slice(0, MAX_SECTIONS),
	};
}

function groupsOf(imports: ComponentOutline['imports']): ReadonlyMap<ImportGroup, ReadonlySet<string>> {
	const groups = new Map<ImportGroup, Set<string>>();
	for (const { name, kind, functions } of imports) {
		if (kind === 'type') continue;
		const all = kind === 'instance' ? functions : [''];
		for (const fn of all) {
			const group = groupOf(name, fn);
			groups.set(group, (groups.get(group) ?? new Set()).add(fn === '' ? name : `${name}#${fn}`));
		}
	}
	return groups;
}
