import { componentFunctions, componentTypes } from '../../plugin/component-type.ts';
import type { GuestKind } from '../../plugin/module/module-anatomy.ts';
import { isExtism } from '../extism-problems.ts';
import { foreignKind } from '../foreign-kind.ts';
import type { ModuleOutline } from '../parse-module.ts';
import { WASI_MODULE } from '../wasi/wasi-preview1.ts';
import { importUse } from './import-use.ts';

/** What a file is, whether it can be run here or not. */
export function guestKind(outline: ModuleOutline): GuestKind {
	if (isExtism(outline)) return 'extism';
	const { imports } = outline;
	// What nobody here provides tells what a module was made for.
	const lacks = imports.some(({ module, name }) => importUse(module, name).power === 'unknown');
	const foreign = lacks ? foreignKind(imports) : null;
	if (foreign !== null) return foreign.reason;
	const functions = new Set(outline.exports.filter(({ kind }) => kind === 'function').map(({ name }) => name));
	const usesWasi = imports.some(({ module }) => module === WASI_MODULE);
	const isComponent = componentTypes.some((type) => componentFunctions[type].every((name) => functions.has(name)));
	if (isComponent) return usesWasi || functions.has('_initialize') ? 'wasi-reactor' : 'dataflare/1';
	if (functions.has('_start')) return usesWasi ? 'wasi-command' : 'program';
	return usesWasi || functions.has('_initialize') ? 'wasi-reactor' : 'library';
}
