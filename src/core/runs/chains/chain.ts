import { basename, resolve } from 'node:path';
import type { ChainCheck } from '../../../shared/api/chain-routes.ts';
import type { RouteParsed } from '../../../shared/api/routes.ts';
import { DataFlareError, type JsonValue, toDataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { Chain } from '../../../shared/flow/chain-file.ts';
import { componentFunctions } from '../../../shared/plugin/component-type.ts';
import { limitsOf } from '../../../shared/plugin/component-words.ts';
import { DEFAULT_BATCH_SIZE } from '../../../shared/policy/limits.ts';
import type { RunDetail } from '../../../shared/run/run.ts';
import { newRunId } from '../../../shared/run/run-id.ts';
import type { RunnablePlugin } from '../../plugins/plugin-loader.ts';
import { requireConfiguration } from '../../registry/configuration/require-configuration.ts';
import type { Registry } from '../../registry/registry.ts';
import { inComponent, runFlow } from '../flow.ts';
import { openOutput } from '../open-output.ts';
import { refuseOwnOutput } from '../output-place.ts';
import { recordedPlace, recordedStage } from '../recorded.ts';
import { refuseReplacing } from '../replaced-output.ts';
import type { RunDeps } from '../run-deps.ts';
import { RunRecorder } from '../run-recorder.ts';
import { pluginOf, refuseOtherType } from './chain-component.ts';
import { readChain } from './read-chain.ts';
import { refuseTypesApart } from './record-types.ts';

type ChainPlace = RouteParsed<'chains.run'>['chain'];

/** Runs a linear chain source → … → destination as one run with counts per stage. */
export async function runChain(deps: RunDeps, request: RouteParsed<'chains.run'>): Promise<RunDetail> {
	const chain = await chainOf(request.chain);
	const nameOf = namesIn(request.chain, chain);
	const plugins = await loadComponents(deps, chain, nameOf);
	refuseDisorder(chain, plugins);
	requireConfigurations(chain, plugins, nameOf);
	await refuseTypesApart(
		chain.name,
		plugins.map(({ manifest }) => manifest),
	);
	const endsInDestination = plugins.at(-1)?.manifest.type === 'destination';
	if (endsInDestination && request.output !== undefined) refuseOutput(plugins.at(-1)?.manifest.name ?? '');
	const stages = plugins.map((plugin, index) => {
		const component = chain.components[index];
		return {
			spec: deps.loader.spec(plugin, {
				config: component?.config ?? undefined,
				limits: limitsOf(component ?? {}),
			}),
			type: plugin.manifest.type,
			fn: componentFunctions[plugin.manifest.type][0] ?? '',
			batchRecords: component?.batch_size ?? chain.batch_size ?? DEFAULT_BATCH_SIZE,
		};
	});
	if (request.output?.kind === 'file') {
		const output = resolve(request.output.path);
		await refuseOwnOutput(output, deps.ownPlaces);
		await refuseReplacing(output, null, request.replacing);
	}
	const recorder = new RunRecorder(deps.recording(request, plugins), {
		id: request.runId ?? newRunId(),
		kind: 'chain',
		label: chain.name,
		fn: null,
		trigger: request.trigger,
		request: {
			chain: chain as JsonValue,
			...(request.output === undefined ? {} : { output: recordedPlace(request.output) }),
		},
		stages: stages.map((stage, index) =>
			recordedStage(plugins[index] as RunnablePlugin, stage.fn, JSON.parse(stage.spec.guest.config) as JsonValue),
		),
	});
	if (!endsInDestination && request.output === undefined) {
		const message = 'The chain has no destination and no output, so its results are counted but not saved.';
		recorder.sink(stages.length - 1).onLog?.({ at: Date.now(), level: 'warn', message });
	}
	return deps.active.track(recorder.id, (abort) =>
		runFlow(
			{ stages, reader: null, writer: () => openOutput(deps, request.output), nameOf },
			recorder,
			deps.runtime,
			abort,
		),
	);
}

function refuseOutput(plugin: string): never {
	throw new DataFlareError(
		'invalid_input',
		`The chain ends with ${plugin}, a destination, which writes files itself.`,
		{
			details: because('destination_needs_file', { plugin }),
			hint: 'Leave out either the output or the destination.',
		},
	);
}

/** What a chain would run, and the first reason why it cannot. Rejects where it is no chain at all. */
export async function checkChain(
	deps: Pick<RunDeps, 'loader'> & { readonly registry: Pick<Registry, 'get'> },
	place: ChainPlace,
): Promise<ChainCheck> {
	const chain = await chainOf(place);
	const stages = await Promise.all(
		chain.components.map(async (component) => {
			const plugin = await pluginOf(deps.loader, component).catch(() => component.plugin ?? component.name);
			return { plugin, type: deps.registry.get(plugin)?.current?.manifest.type ?? null };
		}),
	);
	try {
		const nameOf = namesIn(place, chain);
		const plugins = await loadComponents(deps, chain, nameOf);
		refuseDisorder(chain, plugins);
		requireConfigurations(chain, plugins, nameOf);
		await refuseTypesApart(
			chain.name,
			plugins.map(({ manifest }) => manifest),
		);
		return { chain, stages, problem: null };
	} catch (thrown) {
		return { chain, stages, problem: toDataFlareError(thrown).toWire() };
	}
}

async function chainOf(place: ChainPlace): Promise<Chain> {
	return 'path' in place ? readChain(place.path) : place.definition;
}

/** What errors call a component: its file, its place in it and its name. */
function namesIn(place: ChainPlace, chain: Chain): (index: number) => string {
	const file = 'path' in place ? `${basename(place.path)}: ` : '';
	return (index) => `${file}components[${index}] (${chain.components[index]?.name})`;
}

async function loadComponents(
	deps: Pick<RunDeps, 'loader'>,
	chain: Chain,
	nameOf: (index: number) => string,
): Promise<readonly RunnablePlugin[]> {
	const plugins: RunnablePlugin[] = [];
	for (const [index, component] of chain.components.entries()) {
		try {
			const plugin = await deps.loader.load(await pluginOf(deps.loader, component));
			refuseOtherType(component, plugin.manifest);
			plugins.push(plugin);
		} catch (thrown) {
			const error = toDataFlareError(thrown);
			throw inComponent(error, index, nameOf);
		}
	}
	return plugins;
}

/** Once all are there and in order: what a component is configured with, its plugin takes. */
function requireConfigurations(
	chain: Chain,
	plugins: readonly RunnablePlugin[],
	nameOf: (index: number) => string,
): void {
	for (const [index, { manifest }] of plugins.entries()) {
		try {
			requireConfiguration(manifest, chain.components[index]?.config);
		} catch (thrown) {
			throw inComponent(toDataFlareError(thrown), index, nameOf);
		}
	}
}

function refuseDisorder(chain: Chain, plugins: readonly RunnablePlugin[]): void {
	const last = plugins.length - 1;
	for (const [index, { manifest }] of plugins.entries()) {
		const isFirst = index === 0;
		const problem =
			isFirst && manifest.type !== 'source'
				? `a chain starts with a source, but ${manifest.name} is a ${manifest.type}`
				: !isFirst && manifest.type === 'source'
					? `a source can only come first, but ${manifest.name} comes after ${plugins[index - 1]?.manifest.name}`
					: index < last && manifest.type === 'destination'
						? `a destination can only come last, but ${manifest.name} is followed by ${plugins[index + 1]?.manifest.name}`
						: index > 0 && (manifest.encoding === 'bytes') !== (plugins[index - 1]?.manifest.encoding === 'bytes')
							? `${manifest.name} takes ${manifest.encoding}, but ${plugins[index - 1]?.manifest.name} gives ${plugins[index - 1]?.manifest.encoding}`
							: null;
		if (problem === null) continue;
		throw new DataFlareError('configuration', `components[${index}] of chain "${chain.name}": ${problem}.`, {
			hint: 'A chain is linear: source → processors, transformers, filters, aggregators → destination.',
			details: { ...because('chain_order'), component: index },
		});
	}
}
