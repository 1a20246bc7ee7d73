/** The engine's public face: what the window, the browser mode, the command line and other programs may use. */

export {
	DataFlareError,
	type ErrorCode,
	type ErrorDetails,
	type ErrorKind,
	type ErrorOrigin,
	errorCodes,
	errorKinds,
	type JsonValue,
} from '../shared/errors/errors.ts';
export type { Envelope } from '../shared/errors/result.ts';
export { type ComponentType, componentTypes } from '../shared/plugin/component-type.ts';
export type { PolicyTemplate, TemplateFile } from '../shared/plugin/policy-template.ts';
export type { SecurityPolicy, SecurityPolicyInput } from '../shared/policy/security-policy.ts';
export type { KeptOutput } from '../shared/run/kept-output.ts';
export { type Core, type CoreOptions, createCore } from './create-core.ts';
export { makeFolders } from './files/make-folders.ts';
export { openRunFolder } from './files/run-folder.ts';
export {
	type ComponentConfig,
	type ComponentStats,
	WasmComponentManager,
} from './library/wasm-component-manager.ts';
export {
	type ComponentTypeWord,
	type LoadConfig,
	type LoadedPlugin,
	WasmRuntime,
	type WasmRuntimeOptions,
} from './library/wasm-runtime.ts';
export { type MeasureMemory, residentSizes } from './runtime/memory/resident-sizes.ts';
export { type ForkAdapterOptions, forkAdapter } from './runtime/process/fork-adapter.ts';
export type { OsProcess, ProcessAdapter, ProcessExit, SpawnOptions } from './runtime/process-adapter.ts';
