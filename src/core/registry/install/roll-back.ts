import { join } from 'node:path';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { existsSync, rm } from '../../files/user-files.ts';
import type { PluginBook } from '../plugin-book.ts';
import { warningsOf } from '../records.ts';
import type { PluginPackage } from '../registry.ts';
import { restingState } from '../resting-state.ts';
import { requireVersion } from '../versions/version-analysis.ts';
import { installFiles } from './install-files.ts';

/** Puts an earlier version back into the plugins folder and swaps to it; `expect` hears of the entry it wrote. */
export function rollBack(
	book: PluginBook,
	name: string,
	sha256: string,
	expect: (entry: string) => void,
): Promise<PluginRecord> {
	return book.turns.run(name, async () => {
		const before = book.require(name);
		const version = requireVersion(book, name, sha256);
		const module = await book.vault.load(sha256, name);
		const source = before.folder;
		const found: PluginPackage = {
			source,
			modulePath: join(source, version.manifest.module_path),
			manifest: version.manifest,
			manifestBytes: null,
			analysis: await book.analyst.analyse(module, { anew: true }),
			module,
			readme: null,
			warnings: [],
			inferred: source.toLowerCase().endsWith('.wasm') || !existsSync(source),
		};
		if (before.state === 'ready') await book.tryUpdate(found);
		const folder = await installFiles(book.pluginsDir, found);
		if (folder !== source) await rm(source, { recursive: true, force: true });
		if (before.state !== 'ready') await book.ports.release(name);
		const next: PluginRecord = {
			...before,
			state: restingState(before),
			problem: null,
			current: version,
			failedUpdate: null,
			folder,
			changedAt: book.now(),
			warnings: warningsOf(found),
		};
		book.put(next, 'updated');
		expect(folder.slice(book.pluginsDir.length + 1));
		return next;
	});
}
