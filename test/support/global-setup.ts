import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'rolldown';

const root = resolve(import.meta.dirname, '../..');

/** INTERIM while the engine is being put together: bundles sandbox, reaper (and cli, core when they exist) quickly. */
export async function setup(): Promise<void> {
	const entries: Record<string, string> = {
		sandbox: 'src/sandbox/entry.ts',
		reaper: 'src/core/runtime/reaper-entry.ts',
		cli: 'src/cli/main.ts',
		core: 'src/core/index.ts',
	};
	for (const [name, source] of Object.entries(entries)) {
		if (!existsSync(resolve(root, source))) continue;
		const temporary = `out/main/.${name}.${process.pid}.mjs`;
		mkdirSync(resolve(root, 'out/main'), { recursive: true });
		try {
			await build({
				input: resolve(root, source),
				platform: 'node',
				logLevel: 'silent',
				external: [
					/^node:/,
					'better-sqlite3',
					'undici',
					'commander',
					'cli-table3',
					'cli-progress',
					'env-paths',
					'ipaddr.js',
					'fastest-levenshtein',
				],
				output: { file: resolve(root, temporary), format: 'es', codeSplitting: false },
			});
			renameSync(resolve(root, temporary), resolve(root, `out/main/${name}.mjs`));
		} catch (error) {
			console.warn(`could not bundle ${name}: ${String(error).slice(0, 500)}`);
		}
	}
}
