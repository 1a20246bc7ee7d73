import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { z } from 'zod';
import { type Chain, type ChainCheck, chainSchema } from '../../shared/api/chain-routes.ts';
import type { RouteParsed } from '../../shared/api/routes.ts';
import { DataFlareError, type JsonValue, toDataFlareError } from '../../shared/errors.ts';
import { because } from '../../shared/failure-reason.ts';
import { describeJsonProblem } from '../../shared/json-problem.ts';
import { componentFunctions } from '../../shared/plugin/component-type.ts';
import type { RunDetail } from '../../shared/run.ts';
import type { RunnablePlugin } from '../components/plugin-loader.ts';
import type { Registry } from '../registry/registry.ts';
import { newRunId } from './active-runs.ts';
import { discard } from './record-writer.ts';
import { runFlow } from './run-flow.ts';
import { RunRecorder } from './run-recorder.ts';
import { recordedStage, type StreamDeps } from './streams.ts';

/** A chain file larger than this is not read, bytes. */
const MAX_CHAIN_BYTES = 4 * 1024 * 1024;
const DEFAULT_BATCH = 1000;

type ChainPlace = RouteParsed<'chains.run'>['chain'];

/** Runs a linear chain source → … → destination as one run with counts per stage. */
export async function runChain(deps: StreamDeps, request: RouteParsed<'chains.run'>): Promise<RunDetail> {
	const chain = await chainOf(request.chain);
	const plugins = await loadComponents(deps, chain);
	refuseDisorder(chain, plugins);
	const stages = plugins.map((plugin, index) => {
		const component = chain.components[index];
		return {
			spec: deps.loader.spec(plugin, { config: component?.config }),
			type: plugin.manifest.type,
			fn: componentFunctions[plugin.manifest.type][0] ?? '',
			batchRecords: component?.batch_size ?? chain.batch_size ?? DEFAULT_BATCH,
		};
	});
	const recorder = new RunRecorder(deps.recording(), {
		id: request.runId ?? newRunId(),
		kind: 'chain',
		label: chain.name,
		fn: null,
		trigger: request.trigger,
		request: { chain: chain as JsonValue },
		stages: stages.map((stage, index) =>
			recordedStage(plugins[index] as RunnablePlugin, stage.fn, JSON.parse(stage.spec.guest.config) as JsonValue),
		),
	});
	return deps.active.track(recorder.id, (abort) =>
		runFlow({ stages, reader: null, writer: async () => discard }, recorder, deps.runtime, abort),
	);
}

/** What a chain would run, and the first reason why it cannot. Rejects where it is no chain at all. */
export async function checkChain(
	deps: Pick<StreamDeps, 'loader'> & { readonly registry: Pick<Registry, 'get'> },
	place: ChainPlace,
): Promise<ChainCheck> {
	const chain = await chainOf(place);
	const stages = chain.components.map(({ name, plugin = name }) => ({
		plugin,
		type: deps.registry.get(plugin)?.current?.manifest.type ?? null,
	}));
	try {
		refuseDisorder(chain, await loadComponents(deps, chain));
		return { chain, stages, problem: null };
	} catch (thrown) {
		return { chain, stages, problem: toDataFlareError(thrown).toWire() };
	}
}

async function chainOf(place: ChainPlace): Promise<Chain> {
	return 'path' in place ? readChain(place.path) : place.definition;
}

async function loadComponents(deps: Pick<StreamDeps, 'loader'>, chain: Chain): Promise<readonly RunnablePlugin[]> {
	const plugins: RunnablePlugin[] = [];
	for (const [index, component] of chain.components.entries()) {
		try {
			const plugin = await deps.loader.load(component.plugin ?? component.name);
			if (component.type !== undefined && component.type !== plugin.manifest.type) {
				throw new DataFlareError(
					'configuration',
					`it says "type": "${component.type}", but ${plugin.manifest.name} is a ${plugin.manifest.type}.`,
					{
						details: because('chain_other_type', {
							plugin: plugin.manifest.name,
							type: component.type,
							found: plugin.manifest.type,
						}),
					},
				);
			}
			plugins.push(plugin);
		} catch (thrown) {
			const error = toDataFlareError(thrown);
			throw new DataFlareError(error.code, `components[${index}] (${component.name}): ${error.message}`, {
				hint: error.hint,
				details: { ...error.details, component: index },
				cause: error,
			});
		}
	}
	return plugins;
}

function refuseDisorder(chain: Chain, plugins: readonly RunnablePlugin[]): void {
	const last = plugins.length - 1;
	for (const [index, { manifest }] of plugins.entries()) {
		const isFirst = index === 0;
		const problem =
			isFirst && manifest.type !== 'source'
				? `a chain begins with a source, and ${manifest.name} is a ${manifest.type}`
				: !isFirst && manifest.type === 'source'
					? `a source can only come first, and ${manifest.name} comes after ${plugins[index - 1]?.manifest.name}`
					: index < last && manifest.type === 'destination'
						? `a destination can only come last, and ${manifest.name} is followed by ${plugins[index + 1]?.manifest.name}`
						: index > 0 && (manifest.encoding === 'bytes') !== (plugins[index - 1]?.manifest.encoding === 'bytes')
							? `${manifest.name} takes ${manifest.encoding}, and ${plugins[index - 1]?.manifest.name} gives ${plugins[index - 1]?.manifest.encoding}`
							: null;
		if (problem === null) continue;
		throw new DataFlareError('configuration', `components[${index}] of chain "${chain.name}": ${problem}.`, {
			hint: 'A chain is linear: source → processors, transformers, filters, aggregators → destination.',
			details: { ...because('chain_order'), component: index },
		});
	}
}

/** Reads and checks a chain file. Each failure names the file, the field and what was expected. */
export async function readChain(path: string): Promise<Chain> {
	const file = resolve(path);
	let text: string;
	try {
		text = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
	} catch (error) {
		throw new DataFlareError(
			'not_found',
			`The chain file ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`,
			{ details: because('chain_unreadable', { path: file }), hint: 'Check the path.', cause: error },
		);
	}
	if (text.length > MAX_CHAIN_BYTES)
		throw new DataFlareError('configuration', `${basename(file)} is too large for a chain file.`, {
			details: because('chain_invalid', { file: basename(file) }),
		});
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch (error) {
		throw new DataFlareError('configuration', `${basename(file)} is not JSON: ${describeJsonProblem(text)}.`, {
			details: because('chain_not_json', { file: basename(file) }),
			hint: 'Mend the file at the place named.',
			cause: error,
		});
	}
	const parsed = chainSchema.safeParse(json);
	if (parsed.success) return parsed.data;
	const issues = parsed.error.issues.map((issue) => ({ path: z.core.toDotPath(issue.path), message: issue.message }));
	throw new DataFlareError(
		'configuration',
		`${basename(file)}: ${issues[0]?.path || 'the file'}: ${issues[0]?.message}`,
		{
			hint: 'A chain has a name and a list of components, each with the name of an installed plugin.',
			details: { ...because('chain_invalid', { file: basename(file) }), issues },
		},
	);
}
