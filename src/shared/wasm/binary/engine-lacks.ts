import type { WireError } from '../../errors/errors.ts';
import { because } from '../../errors/failure-reason.ts';
import { featureWords, type WasmFeature } from '../../plugin/module/module-anatomy.ts';

/** What an engine calls a proposal that it knows and does not run: `enable with --experimental-wasm-custom-descriptors`. */
const flags: Readonly<Record<string, WasmFeature>> = {
	'custom-descriptors': 'custom_descriptors',
	wasmfx: 'stack_switching',
	shared: 'threads',
	'acquire-release': 'threads',
};

const wideArithmetic = /invalid (numeric )?opcode:? 0xfc1[3-6]\b/i;

/** What a module uses that the engine here does not have; null: that is not what it says against it. */
export function lackingIn(said: string): WireError | null {
	const [, flag] = /--experimental-wasm-([a-z][a-z_-]{0,40})/.exec(said) ?? [];
	// Of some it knows nothing but that they are no instructions of its own.
	if (flag === undefined) return wideArithmetic.test(said) ? engineLacks('wide_arithmetic') : null;
	const name = flag.replaceAll('_', '-');
	return engineLacks(flags[name] ?? name.replaceAll('-', ' '));
}

/** Nobody did anything wrong: what the module uses is newer than the engine. `offset`: the byte where it shows. */
export function engineLacks(feature: WasmFeature | (string & {}), offset?: number): WireError {
	const named = Object.hasOwn(featureWords, feature) ? featureWords[feature as WasmFeature] : feature;
	return {
		code: 'plugin_load',
		message: `The module uses ${named}, a part of WebAssembly that this program’s engine does not run yet.`,
		hint: `Build it without ${named}, or wait for a version of this program that runs it.`,
		details: { ...because('engine_lacks', { feature: named }), ...(offset === undefined ? {} : { offset }) },
	};
}
