import type { ChainCheck } from '../../../shared/api/chain-routes.ts';
import { toDataFlareError } from '../../../shared/errors/errors.ts';
import type { Registry } from '../../registry/registry.ts';
import { pluginOf } from '../../runs/chains/chain-component.ts';
import type { RunDeps } from '../../runs/run-deps.ts';
import { type ChainPlace, chainOf, loadChain, namesIn } from './chain-plugins.ts';

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
		await loadChain(deps.loader, chain, namesIn(place, chain));
		return { chain, stages, problem: null };
	} catch (thrown) {
		return { chain, stages, problem: toDataFlareError(thrown).toWire() };
	}
}
