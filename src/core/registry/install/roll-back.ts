import { join } from 'node:path';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { isHeldBack, unlistedProvenance } from '../../../shared/plugin/provenance.ts';
import { existsSync, rm } from '../../files/user-files.ts';
import { integrityOf, warningsOf } from '../records.ts';
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
			provenance: unlistedProvenance,
			roleIsOpen: false,
			inferred: source.toLowerCase().endsWith('.wasm') || !existsSync(source),
		};
		const after: PluginRecord = { ...before, current: version };
		const isHeld = isHeldBack(after) || context.unsigned(name, version.signer) !== null;
		if (before.state === 'ready' && !isHeld) await context.tryUpdate(found);
		const folder = await installFiles(context.pluginsDir, found);
		if (folder !== source) await rm(source, { recursive: true, force: true });
		if (before.state !== 'ready' || isHeld) await context.ports.release(name);
		const next: PluginRecord = {
			...after,
			state: restingState(after),
			problem: null,
			...integrityOf(unlistedProvenance),
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
