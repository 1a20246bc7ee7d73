import { type WasmSignature, type WasmValueType, wasmValueTypes } from '../../../shared/host/abi.ts';
import { componentTypes, guestAbis } from '../../../shared/plugin/component-type.ts';
import type { ModuleReport, WasmExternKind } from '../../../shared/plugin/plugin-record.ts';
import { MAX_MANIFEST_BYTES, MAX_MODULE_BYTES } from '../../../shared/policy/limits.ts';
import { MAX_REPORT_BYTES } from '../../../shared/sandbox/frames.ts';
import { assertFrame, MalformedFrame } from '../frames/malformed-frame.ts';
import { parseWireError } from '../frames/parse-wire-error.ts';
import { parseAnatomy } from './parse-anatomy.ts';
import { count, listOf, name, objectIn, oneOf, type Raw } from './report-fields.ts';

const MAX_LISTED = 1_000;
const MAX_VALUES = 100;
const MAX_PROBLEMS = 50;

const kinds: readonly WasmExternKind[] = ['function', 'table', 'memory', 'global', 'tag'];

/** Turns what a process that looked at a module sent into a report, or throws `MalformedFrame`. */
export function parseReport(bytes: unknown): ModuleReport {
	assertFrame(
		bytes instanceof Uint8Array && bytes.length <= MAX_REPORT_BYTES,
		'a report that is no text of bounded size',
	);
	const raw = objectIn(textIn(bytes), 'a report that is no object');
	const { abi, type, memory, manifestAt } = raw;
	return {
		abi: abi === null ? null : oneOf(guestAbis, abi, 'a report with an unknown interface'),
		type: type === null ? null : oneOf(componentTypes, type, 'a report with an unknown component type'),
		imports: listOf(raw['imports'], MAX_LISTED, (entry) => ({ module: name(entry['module']), ...external(entry) })),
		exports: listOf(raw['exports'], MAX_LISTED, external),
		unlisted: count(raw['unlisted']),
		memory: memory === null ? null : memoryIn(objectIn(memory, 'a report with a malformed memory')),
		hasStart: raw['hasStart'] === true,
		anatomy: raw['anatomy'] === null ? null : parseAnatomy(raw['anatomy']),
		manifestAt: manifestAt === null ? null : placeIn(objectIn(manifestAt, 'a report with a malformed place')),
		problems: listOf(raw['problems'], MAX_PROBLEMS, parseWireError),
	};
}

function textIn(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch {
		throw new MalformedFrame('a report that is no JSON');
	}
}

function external(entry: Raw): {
	readonly name: string;
	readonly kind: WasmExternKind;
	readonly signature: WasmSignature | null;
} {
	const { signature } = entry;
	return {
		name: name(entry['name']),
		kind: oneOf(kinds, entry['kind'], 'a report with an unknown kind'),
		signature: signature === null ? null : signatureIn(objectIn(signature, 'a report with a malformed signature')),
	};
}

function signatureIn(raw: Raw): WasmSignature {
	return { params: types(raw['params']), results: types(raw['results']) };
}

function types(value: unknown): readonly WasmValueType[] {
	assertFrame(Array.isArray(value) && value.length <= MAX_VALUES, 'a report with a malformed signature');
	return value.map((entry) => oneOf(wasmValueTypes, entry, 'a report with an unknown type'));
}

function memoryIn(raw: Raw): NonNullable<ModuleReport['memory']> {
	const { maximumBytes } = raw;
	return {
		minimumBytes: count(raw['minimumBytes']),
		maximumBytes: maximumBytes === null ? null : count(maximumBytes),
		imported: raw['imported'] === true,
	};
}

function placeIn(raw: Raw): NonNullable<ModuleReport['manifestAt']> {
	const [start, length] = [count(raw['start']), count(raw['length'])];
	assertFrame(
		length <= MAX_MANIFEST_BYTES && start + length <= MAX_MODULE_BYTES,
		'a report with a place outside its module',
	);
	return { start, length };
}
