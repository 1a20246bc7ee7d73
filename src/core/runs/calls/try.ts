import type { TryAnswer } from '../../../shared/api/plugin-routes.ts';
import { toDataFlareError } from '../../../shared/errors/errors.ts';
import type { PluginLoader } from '../../plugins/plugin-loader.ts';
import { requireConfiguration } from '../../registry/configuration/require-configuration.ts';
import type { Runtime } from '../../runtime/runtime.ts';

/** Starts a plugin as it is configured and ends it again. Rejects where it may not run at all. */
export async function tryPlugin(
	{ loader, runtime }: { readonly loader: PluginLoader; readonly runtime: Runtime },
	name: string,
): Promise<TryAnswer> {
	const plugin = await loader.load(name);
	const spec = loader.spec(plugin);
	try {
		requireConfiguration(plugin.manifest, null);
		const lease = await runtime.lease(spec);
		await lease.close();
		return { problem: null };
	} catch (thrown) {
		return { problem: toDataFlareError(thrown).toWire() };
	}
}
