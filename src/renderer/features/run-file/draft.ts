import type { RouteInput } from '../../../shared/api/routes.ts';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { isInScratch } from '../../../shared/face/scratch-folder.ts';
import type { Chain } from '../../../shared/flow/chain-file.ts';
import { type ComponentType, componentFunctions } from '../../../shared/plugin/component-type.ts';
import { DEFAULT_BATCH_SIZE, MAX_BATCH_SIZE } from '../../../shared/policy/limits.ts';
import { type InputFormat, inputFormats } from '../../../shared/run/input-format.ts';
import { type KeepAsked, leftOutOf } from '../../../shared/run/kept.ts';
import type { RunDetail } from '../../../shared/run/run.ts';
import { configProblem } from '../../lib/json/config-text.ts';

/** `download`: a place of the program's own, handed over when the run is done. */
export type OutputKind = 'download' | 'file' | 'none';
export type ChainFrom = 'example' | 'file' | 'stages';

/** A stage as it is being typed. */
export interface StageDraft {
	/** Of this list alone, so that a row keeps what is typed when it moves. */
	readonly key: number;
	readonly plugin: string;
	/** JSON text. */
	readonly config: string;
	/** What a chain file said of it besides: kept as it is. */
	readonly rest: { readonly [key: string]: JsonValue };
}

/** The form, as a person left it. */
export interface Draft {
	readonly what: 'plugin' | 'chain';
	readonly plugin: string;
	readonly input: string;
	readonly outputKind: OutputKind;
	readonly output: string;
	/** Empty: the function of the plugin's type. */
	readonly fn: string;
	readonly format: InputFormat;
	readonly batch: string;
	/** What the history is to keep of it. */
	readonly keep: KeepAsked;
	/** JSON text; empty: nothing is overridden. */
	readonly config: string;
	readonly chainFrom: ChainFrom;
	readonly chainFile: string;
	readonly chainName: string;
	readonly stages: readonly StageDraft[];
}

export function emptyDraft(face: 'electron' | 'browser'): Draft {
	return {
		what: 'plugin',
		plugin: '',
		input: '',
		outputKind: face === 'browser' ? 'download' : 'file',
		output: '',
		fn: '',
		format: 'auto',
		batch: String(DEFAULT_BATCH_SIZE),
		keep: {},
		config: '',
		chainFrom: 'example',
		chainFile: '',
		chainName: '',
		stages: [],
	};
}

/** A draft with a change. Asking to keep sensitive input is for the plugins that were chosen then, and for no others. */
export function changed(draft: Draft, change: Partial<Draft>): Draft {
	const next = { ...draft, ...change };
	const isAsked = next.keep.previews === true && change.keep === undefined;
	if (!isAsked || pluginsOf(draft) === pluginsOf(next)) return next;
	const { previews: _, ...keep } = next.keep;
	return { ...next, keep };
}

function pluginsOf({ what, plugin, chainFrom, chainFile, stages }: Draft): string {
	return JSON.stringify(what === 'plugin' ? plugin : [chainFrom, chainFile, ...stages.map((stage) => stage.plugin)]);
}

export type Field = 'plugin' | 'input' | 'output' | 'batch' | 'config' | 'chainFile' | 'chainName' | 'stages';
type Problem =
	| 'choosePlugin'
	| 'needInput'
	| 'wholePath'
	| 'needOutput'
	| 'noCsv'
	| 'batchRange'
	| 'notJson'
	| 'notObject'
	| 'notKept'
	| 'needChainFile'
	| 'needName'
	| 'needStages';

/** What has to be mended before it can start, as far as the form alone can tell. */
export function problemsOf(draft: Draft, type: ComponentType | null): { readonly [F in Field]?: Problem } {
	return draft.what === 'chain' ? chainProblems(draft) : pluginProblems(draft, type);
}

function pluginProblems(draft: Draft, type: ComponentType | null): { readonly [F in Field]?: Problem } {
	if (type === null) return { plugin: 'choosePlugin' };
	const writes = writesFile(draft, type);
	const input: Problem | undefined =
		draft.input === '' ? (type === 'source' ? undefined : 'needInput') : isWhole(draft.input) ? undefined : 'wholePath';
	const output: Problem | undefined = !writes
		? undefined
		: draft.output === ''
			? type === 'destination'
				? undefined
				: 'needOutput'
			: !isWhole(draft.output)
				? 'wholePath'
				: type !== 'destination' && /\.csv$/i.test(draft.output)
					? 'noCsv'
					: undefined;
	const config = configProblem(draft.config);
	return {
		...(input === undefined ? {} : { input }),
		...(output === undefined ? {} : { output }),
		...(batchOf(draft.batch) === null ? { batch: 'batchRange' as const } : {}),
		...(config === null ? {} : { config }),
	};
}

function chainProblems(draft: Draft): { readonly [F in Field]?: Problem } {
	if (draft.chainFrom === 'example') return {};
	if (draft.chainFrom === 'file') {
		if (draft.chainFile === '') return { chainFile: 'needChainFile' };
		return isWhole(draft.chainFile) ? {} : { chainFile: 'wholePath' };
	}
	const isBroken = draft.stages.some(({ plugin, config }) => plugin === '' || configProblem(config) !== null);
	return {
		...(draft.chainName.trim() === '' ? { chainName: 'needName' as const } : {}),
		...(draft.stages.length === 0 || isBroken ? { stages: 'needStages' as const } : {}),
	};
}

/** Whether the path of the output is the person's to name. */
export function writesFile(draft: Draft, type: ComponentType): boolean {
	return type === 'destination' || draft.outputKind === 'file';
}

/** By its name: a module, a package or a manifest, and no data. */
export function namesPlugin(path: string): boolean {
	return /(^|[\\/])plugin\.json$|\.(?:wasm|dfplugin)$/i.test(path);
}

/** A path that means the same wherever the program was started. */
export function isWhole(path: string): boolean {
	return /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(path);
}

function batchOf(text: string): number | null {
	const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
	return value >= 1 && value <= MAX_BATCH_SIZE ? value : null;
}

type Config = NonNullable<Chain['components'][number]['config']>;

function configOf(text: string): Config {
	return text.trim() === '' ? {} : (JSON.parse(text) as Config);
}

/** The request of a draft without problems. `output`: where it is written; null: nowhere. */
export function streamRequest(
	draft: Draft,
	type: ComponentType,
	output: string | null,
): Omit<RouteInput<'streams.run'>, 'runId'> {
	return {
		plugin: draft.plugin,
		...(draft.fn.trim() === '' || type === 'source' ? {} : { fn: draft.fn.trim() }),
		...(draft.input === '' ? {} : { input: { kind: 'file', path: draft.input } }),
		...(output === null ? {} : { output: { kind: 'file', path: output } }),
		format: draft.format,
		batch: batchOf(draft.batch) ?? DEFAULT_BATCH_SIZE,
		...draft.keep,
		config: configOf(draft.config),
		trigger: 'window',
	};
}

/** The chain of a draft without problems. */
export function chainOf(draft: Pick<Draft, 'chainName' | 'stages'>): Chain {
	return {
		name: draft.chainName.trim(),
		components: draft.stages.map(({ plugin, config, rest }) => {
			// A component whose name is its plugin needs no more.
			const name = typeof rest['name'] === 'string' ? rest['name'] : plugin;
			const { name: _name, plugin: _plugin, ...others } = rest;
			return { ...others, name, ...(name === plugin ? {} : { plugin }), config: configOf(config) };
		}),
	};
}

export function stagesOf(chain: Chain): readonly StageDraft[] {
	return chain.components.map((component, key) => {
		// What tells of the plugin of now does not hold for another one that is chosen here.
		const { config, type: _type, component_type: _word, module_path: _path, ...rest } = component;
		return {
			key,
			plugin: component.plugin ?? component.name,
			config: config === null || Object.keys(config).length === 0 ? '' : JSON.stringify(config, null, 2),
			rest: rest as { readonly [key: string]: JsonValue },
		};
	});
}

/** The form as a recorded run was asked for; what the run does not tell stays as it is by default. */
export function draftOfRun(
	run: Pick<RunDetail, 'kind' | 'label' | 'fn' | 'request' | 'stages' | 'keeping'>,
	none: Draft,
): Draft {
	const empty = { ...none, keep: leftOutOf(run.keeping) };
	const request = objectOf(run.request);
	if (run.kind === 'chain') {
		const chain = objectOf(request['chain']) as unknown as Chain;
		if (!Array.isArray(chain.components)) return { ...empty, what: 'chain' };
		return { ...empty, what: 'chain', chainFrom: 'stages', chainName: run.label, stages: stagesOf(chain) };
	}
	const type = run.stages[0]?.type;
	const [input, output] = [pathOf(request['input']), pathOf(request['output'])];
	const config = objectOf(request['config']);
	const isOwn = run.fn === null || run.fn === defaultFunction(type);
	return {
		...empty,
		plugin: run.label,
		fn: isOwn ? '' : (run.fn ?? ''),
		input: input ?? '',
		// A place of the program's own was for that run alone.
		output: output === null || isInScratch(output) ? '' : output,
		outputKind:
			output === null
				? run.kind === 'stream'
					? 'none'
					: empty.outputKind
				: isInScratch(output)
					? empty.outputKind
					: 'file',
		format: inputFormats.find((known) => known === request['format']) ?? 'auto',
		batch: typeof request['batch'] === 'number' ? String(request['batch']) : empty.batch,
		config: config === null || Object.keys(config).length === 0 ? '' : JSON.stringify(config, null, 2),
	};
}

export function defaultFunction(type: ComponentType | undefined): string {
	return (type === undefined ? undefined : componentFunctions[type][0]) ?? '';
}

function objectOf(value: JsonValue | undefined): { readonly [key: string]: JsonValue } {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as { readonly [key: string]: JsonValue })
		: {};
}

function pathOf(value: JsonValue | undefined): string | null {
	const { path } = objectOf(value);
	return typeof path === 'string' ? path : null;
}
