import { join } from 'node:path';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { existsSync, rm } from '../../files/user-files.ts';
import { unsuitable } from '../manifest/suitability.ts';
import { warningsOf } from '../records.ts';
import type { PluginPackage } from '../registry.ts';
import type { RegistryContext } from '../registry-context.ts';
import { restingState } from '../resting-state.ts';
import { requireVersion } from '../versions/version-analysis.ts';
import { installFiles } from './install-files.ts';

/** Puts an earlier version back into the plugins folder and swaps to it; `expect` hears of the entry it wrote. */
export function rollBack(
	context: RegistryContext,
	name: string,
	sha256: string,
	expect: (entry: string) => void,
): Promise<PluginRecord> {
	return context.turns.run(name, async () => {
		const before = context.require(name);
		const version = requireVersion(context, name, sha256);
		const problem = unsuitable(version.manifest, context.version);
		if (problem !== null) throw DataFlareError.fromWire(problem);
		const module = await context.modules.load(sha256, name);
		const source = before.folder;
		const found: PluginPackage = {
			source,
			modulePath: join(source, version.manifest.module_path),
			manifest: version.manifest,
			manifestBytes: null,
			analysis: await context.analyst.analyse(module, { anew: true }),
			module,
			readme: null,
			warnings: [],
			roleIsOpen: false,
			inferred: source.toLowerCase().endsWith('.wasm') || !existsSync(source),
		};
		if (before.state === 'ready') await context.tryUpdate(found);
		const folder = await installFiles(context.pluginsDir, found);
		if (folder !== source) await rm(source, { recursive: true, force: true });
		if (before.state !== 'ready') await context.ports.release(name);
		const next: PluginRecord = {
			...before,
			state: restingState(before),
			problem: null,
			current: version,
			failedUpdate: null,
			folder,
			changedAt: context.now(),
			warnings: warningsOf(found),
		};
		context.put(next, 'updated');
		expect(folder.slice(context.pluginsDir.length + 1));
		return next;
	});
}
