import { jsSdkCases } from './of-js-sdk.ts';
import { runtimeCases } from './of-runtime.ts';
import type { SuiteCase } from './suite-case.ts';

export const cases: readonly SuiteCase[] = [...jsSdkCases, ...runtimeCases];

/** What is not run, and why. */
export const left: readonly (readonly [what: string, why: string])[] = [
	['js-sdk sleep.wasm', 'measures JavaScript host functions of the SDK'],
	['js-sdk exit.wasm', 'is used by no test of the SDK'],
	['extism kitchensink.wasm', 'is not in the stored snapshot'],
	['fuel', 'a call is bounded by time, not by instructions'],
	[
		'allocation of 6 pages at most, memory.wasm',
		'js-sdk counts its own blocks alone; Extism’s runtime refuses the module, which starts with 17',
	],
	[
		'code.wasm under 17 pages',
		'Extism’s runtime begins to count anew once the module was started; here all of it counts, so it takes 20',
	],
	['cancel handles, caches, core dumps, typed plugins, host contexts', 'are of the SDKs, not of plugins'],
];
