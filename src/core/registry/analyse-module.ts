import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { JsonValue, WireError } from '../../shared/errors.ts';
import { toDataFlareError } from '../../shared/errors.ts';
import { type ComponentType, componentFunctions } from '../../shared/plugin/component-type.ts';
import { WASM_PAGE_BYTES } from '../../shared/plugin/limits.ts';
import type { Manifest } from '../../shared/plugin/manifest.ts';
import type { ModuleAnalysis } from '../../shared/plugin/plugin-record.ts';
import type { PowerMismatch } from '../../shared/policy/ask.ts';
import { inferAbi } from '../../shared/wasm/describe-abi.ts';
import { type ModuleOutline, parseModule } from '../../shared/wasm/parse-module.ts';

export function sha256Of(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}

/** Says what can be said of a module without running it. Never throws: what cannot be read is among the problems. */
export function analyseModule(bytes: Uint8Array): ModuleAnalysis {
	const sha256 = sha256Of(bytes);
	let outline: ModuleOutline;
	try {
		outline = parseModule(bytes);
	} catch (thrown) {
		return {
			sha256,
			size: bytes.length,
			abi: null,
			imports: [],
			exports: [],
			memory: null,
			hasStart: false,
			embeddedManifest: null,
			problems: [toDataFlareError(thrown).toWire()],
		};
	}
	const { abi, problems } = inferAbi(outline);
	const memory = outline.memories[0];
	return {
		sha256,
		size: bytes.length,
		abi: problems.length > 0 && abi !== 'extism' && abi !== 'wasi-command' ? null : abi,
		imports: outline.imports,
		exports: outline.exports,
		memory:
			memory === undefined
				? null
				: {
						minimumBytes: memory.minPages * WASM_PAGE_BYTES,
						maximumBytes: memory.maxPages === null ? null : memory.maxPages * WASM_PAGE_BYTES,
						imported: memory.imported,
					},
		hasStart: outline.hasStart,
		embeddedManifest: embedded(outline),
		problems,
	};
}

function embedded(outline: ModuleOutline): JsonValue {
	const section = outline.customSections.find(({ name }) => name === 'dataflare');
	if (section === undefined || !isUtf8(section.bytes)) return null;
	try {
		return JSON.parse(Buffer.from(section.bytes).toString('utf8')) as JsonValue;
	} catch {
		return null;
	}
}

/** What keeps this module from being the plugin that its manifest says it is. */
export function mismatchOf(manifest: Manifest, analysis: ModuleAnalysis): WireError | null {
	const problem = analysis.problems[0];
	if (problem !== undefined) return problem;
	const names = new Set(analysis.exports.filter(({ kind }) => kind === 'function').map(({ name }) => name));
	const missing = componentFunctions[manifest.type].filter((name) => !names.has(name));
	if (missing.length > 0) {
		return {
			code: 'plugin_load',
			message: `${manifest.name} says it is ${article(manifest.type)}, but its module does not export ${missing.join(' and ')}.`,
			hint: 'Correct "type" in the manifest, or export the function.',
		};
	}
	if (manifest.encoding === 'bytes' && manifest.batch === true) {
		return {
			code: 'configuration',
			message: `${manifest.name}: "encoding": "bytes" and "batch": true exclude each other: bytes have no records.`,
			hint: 'Use "json" or "ndjson", or leave "batch" out.',
		};
	}
	return null;
}

function article(type: ComponentType): string {
	return type === 'aggregator' ? 'an aggregator' : `a ${type}`;
}

const powers = [
	{ power: 'network', gate: 'allow_network', imports: ['host_http'], what: 'the network' },
	{
		power: 'files',
		gate: 'allow_file_system',
		imports: ['host_read_file', 'host_write_file', 'host_list_dir'],
		what: 'files',
	},
	{ power: 'environment', gate: 'allow_env_vars', imports: ['host_get_env'], what: 'environment variables' },
] as const;

/** Powers that the module imports without asking for them, and ones that it asks for without importing. */
export function powerMismatches(manifest: Manifest, analysis: ModuleAnalysis): readonly PowerMismatch[] {
	const imported = new Set(analysis.imports.map(({ name }) => name));
	return powers.flatMap(({ power, gate, imports, what }): readonly PowerMismatch[] => {
		const used = imports.filter((name) => imported.has(name));
		const asked = manifest.security_policy[gate];
		if (used.length > 0 && !asked) {
			const text = `Its code can call ${used.join(', ')}, but it does not ask for ${what}.`;
			return [{ code: 'imports_unasked', power, imports: used, text }];
		}
		if (used.length === 0 && asked && analysis.abi === 'dataflare/1') {
			return [{ code: 'asks_unused', power, imports: [], text: `It asks for ${what}, but its code cannot use them.` }];
		}
		return [];
	});
}
