import { toDataFlareError, type WireError } from '../errors/errors.ts';
import { because } from '../errors/failure-reason.ts';
import { guestExports, stateExports, type WasmSignature } from '../host/abi.ts';
import type { ModuleAnatomy } from '../plugin/module/module-anatomy.ts';
import type { ModuleReport } from '../plugin/plugin-record.ts';
import { WASM_PAGE_BYTES } from '../policy/limits.ts';
import { visible } from '../quoted.ts';
import { anatomyOf } from './anatomy/anatomy.ts';
import { lackingIn } from './binary/engine-lacks.ts';
import { requireModestCode } from './compile-cost.ts';
import { inferAbi, inferType } from './describe-abi.ts';
import { type LinkedModule, linkedModules } from './linked-modules.ts';
import { type ModuleOutline, parseModule } from './parse-module.ts';

/** What is told of a module is for people to read and for the engine to keep: it does not grow with the module. */
const MAX_LISTED = 1_000;
const MAX_NAME = 100;
const MAX_VALUES = 16;
const MAX_PROBLEMS = 50;

/**
 * Says what can be said of a module without running it. Never throws: what cannot be read is among the problems.
 *
 * @param invalid what an engine has to say against the module's code; null: nothing. Asked of code alone that costs a
 *   compiler no more than its size lets expect.
 */
export function reportModule(bytes: Uint8Array, invalid: (bytes: Uint8Array) => string | null): ModuleReport {
	let outline: ModuleOutline;
	let inferred: ReturnType<typeof inferAbi>;
	let linked: readonly LinkedModule[];
	let anatomy: ModuleAnatomy;
	try {
		outline = parseModule(bytes);
		linked = linkedModules(bytes, outline);
		inferred = inferAbi(outline, bytes);
		anatomy = anatomyOf(bytes, outline, linked);
	} catch (thrown) {
		return { ...nothingKnown, problems: [toDataFlareError(thrown).toWire()] };
	}
	const { abi, problems } = inferred;
	const all = [
		...problems,
		...[{ bytes, outline }, ...linked].flatMap((one) => codeProblems(one.bytes, one.outline, invalid)),
	].slice(0, MAX_PROBLEMS);
	const [imports, exports] = [listedImports(outline), listedExports(outline)];
	const memory = outline.memories[0];
	return {
		abi: all.length > 0 && abi !== 'extism' ? null : abi,
		type: inferType(outline),
		imports: imports.listed,
		exports: exports.listed,
		unlisted: imports.unlisted + exports.unlisted,
		memory:
			memory === undefined
				? null
				: {
						minimumBytes: memory.minPages * WASM_PAGE_BYTES,
						maximumBytes: memory.maxPages === null ? null : memory.maxPages * WASM_PAGE_BYTES,
						imported: memory.imported,
					},
		hasStart: outline.hasStart,
		manifestAt: outline.manifestAt,
		anatomy,
		problems: all,
	};
}

/** The report on what could not be read at all. */
export const nothingKnown: ModuleReport = {
	abi: null,
	type: null,
	imports: [],
	exports: [],
	unlisted: 0,
	memory: null,
	hasStart: false,
	manifestAt: null,
	anatomy: null,
	problems: [],
};

/** What is wrong with the code, whatever else is wrong. */
export function codeProblems(
	bytes: Uint8Array,
	outline: ModuleOutline,
	invalid: (bytes: Uint8Array) => string | null,
): readonly WireError[] {
	try {
		requireModestCode(bytes, outline);
	} catch (thrown) {
		return [toDataFlareError(thrown).toWire()];
	}
	const said = invalid(bytes);
	return said === null ? [] : [lackingIn(said) ?? invalidCode(said)];
}

/** The refusal of a module that an engine says is invalid. */
export function invalidCode(said: string): WireError {
	return {
		code: 'plugin_load',
		message: `The module is invalid: ${visible(said.slice(0, 500))}.`,
		hint: 'Its compiler is at fault, or the file is damaged: build or download it again.',
		details: because('invalid_code'),
	};
}

interface Listed<T> {
	readonly listed: readonly T[];
	readonly unlisted: number;
}

function listedImports({ imports }: ModuleOutline): Listed<ModuleReport['imports'][number]> {
	const seen = new Set<string>();
	const listed: ModuleReport['imports'][number][] = [];
	let unlisted = 0;
	for (const one of imports) {
		const key = `${one.module}\n${one.name}\n${one.kind}`;
		if (listed.length >= MAX_LISTED || one.module.length > MAX_NAME || one.name.length > MAX_NAME) unlisted += 1;
		else if (!seen.has(key)) {
			seen.add(key);
			listed.push({ ...one, signature: shown(one.signature) });
		}
	}
	return { listed, unlisted };
}

function listedExports({ exports }: ModuleOutline): Listed<ModuleReport['exports'][number]> {
	const isKnown = (name: string): boolean =>
		name === 'memory' || Object.hasOwn(guestExports, name) || Object.hasOwn(stateExports, name);
	const listed: ModuleReport['exports'][number][] = [];
	const known = exports.filter(({ name }) => isKnown(name));
	let unlisted = 0;
	// In the module's own order, as long as they all fit.
	const inOrder = exports.length <= MAX_LISTED ? exports : [...known, ...exports.filter(({ name }) => !isKnown(name))];
	for (const one of inOrder) {
		if (listed.length >= MAX_LISTED || one.name.length > MAX_NAME) unlisted += 1;
		else listed.push({ ...one, signature: shown(one.signature) });
	}
	return { listed, unlisted };
}

function shown(signature: WasmSignature | null): WasmSignature | null {
	return signature !== null && signature.params.length + signature.results.length <= MAX_VALUES ? signature : null;
}
