import { guestAbis } from '../../../shared/plugin/component-type.ts';
import {
	foreignReasons,
	type GuestKind,
	importGroups,
	type LanguageRuntime,
	type ModuleAnatomy,
	runtimeNames,
	toolRoles,
	wasmFeatures,
} from '../../../shared/plugin/module/module-anatomy.ts';
import { assertFrame } from '../frames/malformed-frame.ts';
import { count, listOf, name, objectIn, oneOf } from './report-fields.ts';

const MAX_LISTED = 24;

const kinds: readonly GuestKind[] = [...guestAbis, 'program', 'library', ...foreignReasons];
const runtimes = Object.keys(runtimeNames) as readonly LanguageRuntime[];

/** What a module is made of, as a process that looked at it sent it; throws `MalformedFrame`. */
export function parseAnatomy(value: unknown): ModuleAnatomy {
	const raw = objectIn(value, 'a report with a malformed anatomy');
	const sizes = objectIn(raw['sizes'], 'a report with malformed sizes');
	return {
		kind: oneOf(kinds, raw['kind'], 'a report with an unknown kind of guest'),
		tools: listOf(raw['tools'], MAX_LISTED, (tool) => ({
			role: oneOf(toolRoles, tool['role'], 'a report with an unknown kind of tool'),
			name: name(tool['name']),
			version: name(tool['version']),
		})),
		runtimes: wordsIn(runtimes, raw['runtimes']),
		features: wordsIn(wasmFeatures, raw['features']),
		imports: listOf(raw['imports'], importGroups.length, (one) => ({
			group: oneOf(importGroups, one['group'], 'a report with an unknown group of imports'),
			names: textsIn(one['names']),
			more: count(one['more']),
		})),
		sizes: {
			code: count(sizes['code']),
			data: count(sizes['data']),
			custom: count(sizes['custom']),
			strippable: count(sizes['strippable']),
		},
		functions: count(raw['functions']),
		customSections: listOf(raw['customSections'], MAX_LISTED, (one) => ({
			name: name(one['name']),
			bytes: count(one['bytes']),
		})),
	};
}

function wordsIn<T extends string>(known: readonly T[], value: unknown): readonly T[] {
	assertFrame(Array.isArray(value) && value.length <= known.length, 'a report with a list that is none, or too long');
	return value.map((entry) => oneOf(known, entry, 'a report with an unknown word'));
}

function textsIn(value: unknown): readonly string[] {
	assertFrame(Array.isArray(value) && value.length <= MAX_LISTED, 'a report with a list that is none, or too long');
	return value.map(name);
}
