import { DataFlareError } from '../errors/errors.ts';
import { because } from '../errors/failure-reason.ts';
import type { WasmSignature } from '../host/abi.ts';
import { ByteReader, malformed } from './binary/byte-reader.ts';
import { type BodyContext, statesOf } from './binary/function-body.ts';
import { moduleLimits } from './binary/module-limits.ts';
import { sectionId } from './binary/section-order.ts';
import { readValueType } from './binary/value-type.ts';
import type { ModuleOutline } from './parse-module.ts';

/**
 * Throws `plugin_load` for code that no compiler writes and that would take a compiler's memory many times over: its cost
 * grows with the variables of a function times the places where its control flow meets, so that a file of 40 KB could ask
 * for gigabytes. Whether the code is valid is left to the compiler.
 */
export function requireModestCode(bytes: Uint8Array, outline: ModuleOutline): void {
	const section = outline.sections.find(({ id }) => id === sectionId.code);
	if (section === undefined) return;
	const reader = new ByteReader(bytes, section.contentStart, section.end);
	const { types, mostFields, functions, importedFunctions } = outline;
	const known = types.filter((type) => type !== null);
	const context: BodyContext = {
		types,
		functions,
		mostFields,
		mostParams: known.reduce((most, { params }) => Math.max(most, params.length), 0),
	};
	const mostValues = known.reduce(
		(most, { params, results }) => Math.max(most, params.length, results.length),
		Math.max(1, mostFields),
	);
	const count = reader.count(moduleLimits.functions, 'function bodies');
	if (count !== functions.length - importedFunctions) {
		throw malformed(
			`it has ${functions.length - importedFunctions} functions and ${count} bodies`,
			section.contentStart,
		);
	}
	let left: number = moduleLimits.allStates;
	for (let index = importedFunctions; index < functions.length; index++) {
		const { params, results } = functions[index] as WasmSignature;
		const size = reader.u32();
		const start = reader.at;
		reader.take(size);
		const body = new ByteReader(bytes, start, reader.at);
		left -= requireModest(body, { index, params: params.length, results: results.length, mostValues }, context);
		if (left < 0) throw tooMuchInAll(index, start);
	}
}

interface FunctionFacts {
	readonly index: number;
	readonly params: number;
	readonly results: number;
	/** The most values that any type of the module takes, gives or holds. */
	readonly mostValues: number;
}

/** So few values in each type leave what a small function costs in proportion to its bytes. */
const FEW_VALUES = 64;

/** What a function costs, as far as it is looked at; throws where that is too much. */
function requireModest(body: ByteReader, facts: FunctionFacts, context: BodyContext): number {
	const { index, params, results, mostValues } = facts;
	const size = body.end - body.at;
	if (size > moduleLimits.bodyBytes) {
		throw tooMuch(index, `${size} bytes`, moduleLimits.bodyBytes, body.at);
	}
	const locals = params + countLocals(body);
	if (locals > moduleLimits.locals) throw tooMuch(index, `${locals} variables`, moduleLimits.locals, body.at);
	// An instruction takes two bytes at least: most functions are too small to be looked at.
	const most = (body.end - body.at) / 2;
	if (mostValues <= FEW_VALUES && most * (locals + most * mostValues) <= moduleLimits.states) return 0;
	const { at } = body;
	const sum = statesOf(body, { locals, results }, context, moduleLimits.states);
	if (sum > moduleLimits.states) throw tooComplex(index, locals, at);
	return sum;
}

/** Variables that a body declares; leaves the reader at its code. */
function countLocals(body: ByteReader): number {
	let locals = 0;
	for (let left = body.u32(); left > 0; left--) {
		locals += body.u32();
		readValueType(body);
	}
	return locals;
}

function tooMuch(index: number, has: string, most: number, offset: number): DataFlareError {
	return new DataFlareError(
		'plugin_load',
		`Function ${index} of the module has ${has}; the limit is ${most} (byte ${offset}).`,
		{
			hint: 'No compiler produces such a function: build the module with optimisation, or do not trust it.',
			details: { ...because('code_too_complex'), function: index, offset },
		},
	);
}

function tooComplex(index: number, locals: number, offset: number): DataFlareError {
	return new DataFlareError(
		'plugin_load',
		`Function ${index} of the module has ${locals} variables and so many branches that compiling it would take gigabytes of memory (byte ${offset}).`,
		{
			hint: 'No compiler produces such a function: build the module with optimisation, or do not trust it.',
			details: { ...because('code_too_complex'), function: index, locals, offset },
		},
	);
}

function tooMuchInAll(index: number, offset: number): DataFlareError {
	return new DataFlareError(
		'plugin_load',
		`The functions of the module, up to ${index}, have so many variables, branches and values that compiling them would take minutes (byte ${offset}).`,
		{
			hint: 'No compiler produces such functions: build the module with optimisation, or do not trust it.',
			details: { ...because('code_too_complex'), function: index, offset },
		},
	);
}
