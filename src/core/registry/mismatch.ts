import type { WireError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { remark } from '../../shared/errors/remark.ts';
import type { ComponentType } from '../../shared/plugin/component-type.ts';
import type { Manifest } from '../../shared/plugin/manifest.ts';
import { traitsOf } from '../../shared/plugin/module/guest-abi.ts';
import type { ModuleAnalysis } from '../../shared/plugin/plugin-record.ts';
import type { PowerMismatch } from '../../shared/policy/ask.ts';
import { type PowerName, powers, powersByReach } from '../../shared/policy/powers.ts';
import { opensByPath } from '../../shared/wasm/anatomy/import-use.ts';
import { providedImport } from '../../shared/wasm/component/provided.ts';
import { pluginPackage, roleExports } from '../../shared/wasm/component/worlds.ts';
import { isWasiFunction } from '../../shared/wasm/wasi/wasi-preview1.ts';

/**
 * What keeps this module from being the plugin that its manifest says it is, or from ever starting.
 *
 * @param granted bytes of memory that its grant gives; null: it has none yet, and what it asks for counts
 */
export function mismatchOf(manifest: Manifest, analysis: ModuleAnalysis, granted: number | null): WireError | null {
	const problem = analysis.problems[0];
	if (problem !== undefined) return problem;
	const uncalled = analysis.abi === 'extism' ? unnamedExport(manifest, analysis) : null;
	if (uncalled !== null) return uncalled;
	// What the plugin interface names is always among the exports that are listed.
	const names = new Set(analysis.exports.filter(({ kind }) => kind === 'function').map(({ name }) => name));
	// A program is whatever its manifest says: it reads records and writes records. Any export of an Extism plugin can be
	// called; which of them does a component's work, its manifest may say.
	const missing = traitsOf(analysis.abi).namesRole
		? roleExports(manifest.type, analysis.abi).filter((name) => !names.has(name))
		: [];
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
			message: `${manifest.name}: "encoding": "bytes" and "batch": true cannot be combined: bytes have no records.`,
			hint: 'Use "json" or "ndjson", or leave "batch" out.',
		};
	}
	return memoryShortage(manifest, analysis, granted);
}

/** An export that the manifest of an Extism plugin names and that there is not; null: all are there. */
function unnamedExport({ name, extism }: Manifest, { exports, unlisted }: ModuleAnalysis): WireError | null {
	if (unlisted > 0) return null;
	const names = new Set(exports.filter(({ kind }) => kind === 'function').map((one) => one.name));
	const [missing] = Object.values(extism?.functions ?? {}).filter((fn) => !names.has(fn));
	if (missing === undefined) return null;
	return {
		code: 'configuration',
		message: `${name}: "extism": "functions" names ${JSON.stringify(missing)}, which its module does not export.`,
		hint: `It exports ${[...names].slice(0, 20).join(', ')}.`,
	};
}

/** A module that starts with more memory than it can have never starts. `granted` as in `mismatchOf`. */
export function memoryShortage(
	manifest: Manifest,
	{ memory }: ModuleAnalysis,
	granted: number | null,
): WireError | null {
	const minimumBytes = memory?.minimumBytes ?? 0;
	const asked = granted ?? manifest.security_policy.max_memory;
	const own = manifest.memory_limit ?? asked;
	const limitBytes = Math.min(asked, own);
	if (minimumBytes <= limitBytes) return null;
	const least = minimumBytes.toLocaleString('en');
	return {
		code: 'memory_limit',
		message: `The module of ${manifest.name} starts with ${least} bytes of memory; its limit is ${limitBytes.toLocaleString('en')} bytes.`,
		hint:
			own < minimumBytes
				? `Raise "memory_limit" in its manifest to at least ${least}.`
				: granted === null
					? `Let its manifest ask for it: "security_policy": { "max_memory": ${minimumBytes} }.`
					: `Raise max_memory in its grant to at least ${least}.`,
		details: because('memory_minimum', { minimumBytes, limitBytes }),
	};
}

function article(type: ComponentType): string {
	return type === 'aggregator' ? 'an aggregator' : `a ${type}`;
}

/** Functions of the host's own interfaces that need a power. What its language brings along of WASI tells nothing. */
function ofComponent({ imports }: ModuleAnalysis, power: PowerName): readonly string[] {
	return imports
		.filter(({ module }) => module.startsWith(`${pluginPackage.name}/`) && providedImport(module)?.power === power)
		.map(({ module, name }) => `${module}#${name}`);
}

/** Powers that the plugin's code can call for without its asking for them, and ones that it asks for without calling. */
export function powerMismatches(manifest: Manifest, analysis: ModuleAnalysis): readonly PowerMismatch[] {
	const { anatomy, abi } = analysis;
	const groups = new Map(anatomy?.imports.map(({ group, names }) => [group, names]));
	return powersByReach.flatMap((power): readonly PowerMismatch[] => {
		const imported = traitsOf(abi).isComponent ? ofComponent(analysis, power) : (groups.get(power) ?? []);
		const used = imported.filter((name) => isTelling(name));
		const asked = manifest.security_policy[powers[power].gate];
		if (used.length > 0 && !asked) {
			const { text } = remark('imports_unasked', { power, imports: used.join(', ') });
			return [{ code: 'imports_unasked', power, imports: used, text }];
		}
		if (imported.length === 0 && asked && abi === 'dataflare/1') {
			return [{ code: 'asks_unused', power, imports: [], text: remark('asks_unused', { power }).text }];
		}
		return [];
	});
}

/**
 * What WASI's libraries import of their own accord tells nothing of a plugin: they ask for their variables and for the
 * folders that they were given, before they know whether anybody wants to know. Opening by a path is the program's wish.
 */
function isTelling(name: string): boolean {
	return !isWasiFunction(name) || opensByPath(name);
}
