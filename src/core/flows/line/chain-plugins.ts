import { basename } from 'node:path';
import type { RouteParsed } from '../../../shared/api/routes.ts';
import { DataFlareError, toDataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { Chain } from '../../../shared/flow/chain-file.ts';
import type { PluginLoader, RunnablePlugin } from '../../plugins/plugin-loader.ts';
import { requireConfiguration } from '../../registry/configuration/require-configuration.ts';
import { pluginOf, refuseOtherType } from '../../runs/chains/chain-component.ts';
import { readChain } from '../../runs/chains/read-chain.ts';
import { refuseTypesApart } from '../../runs/chains/record-types.ts';
import { inComponent } from './run-line.ts';

export type ChainPlace = RouteParsed<'chains.run'>['chain'];

/** The plugins of a chain that could run now, in order. Rejects with the first reason why it cannot. */
export async function loadChain(
	loader: PluginLoader,
	chain: Chain,
	nameOf: (index: number) => string,
): Promise<readonly RunnablePlugin[]> {
	const plugins = await loadComponents(loader, chain, nameOf);
	refuseDisorder(chain, plugins);
	requireConfigurations(chain, plugins, nameOf);
	await refuseTypesApart(
		chain.name,
		plugins.map(({ manifest }) => manifest),
	);
	return plugins;
}

export async function chainOf(place: ChainPlace): Promise<Chain> {
	return 'path' in place ? readChain(place.path) : place.definition;
}

/** What errors call a component: its file, its place in it and its name. */
export function namesIn(place: ChainPlace, chain: Chain): (index: number) => string {
	const file = 'path' in place ? `${basename(place.path)}: ` : '';
	return (index) => `${file}components[${index}] (${chain.components[index]?.name})`;
}

async function loadComponents(
	loader: PluginLoader,
	chain: Chain,
	nameOf: (index: number) => string,
): Promise<readonly RunnablePlugin[]> {
	const plugins: RunnablePlugin[] = [];
	for (const [index, component] of chain.components.entries()) {
		try {
			const plugin = await loader.load(await pluginOf(loader, component));
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
