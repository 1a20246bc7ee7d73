import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { bundledInRust, compileModule } from '../../scripts/build-plugins/compile-plugin.ts';
import { type Core, createCore } from '../../src/core/index.ts';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { type Files, inRust, type Language, type SampleName, tasks } from './tasks.ts';

const root = resolve(import.meta.dirname, '../..');
const out = join(root, 'out/main');
const MEMORY_BYTES = 67_108_864;

/** The sample plugins as a person has them: installed, each in a process of its own, the writer granted one folder. */
export interface Samples {
	run(sample: SampleName, files: Files): Promise<void>;
	/** The same sample in either language. */
	runTwin(sample: keyof typeof inRust, language: Language, files: Files): Promise<void>;
	close(): Promise<void>;
}

export async function ourSamples(folder: string): Promise<Samples> {
	const outputs = join(folder, 'out');
	mkdirSync(outputs, { recursive: true });
	const core = await createCore({
		dataDir: join(folder, 'data'),
		sandboxEntry: join(out, 'sandbox.mjs'),
		reaperEntry: join(out, 'reaper.mjs'),
	});
	const folders = [
		...new Set([...Object.keys(tasks), ...Object.keys(inRust)].map((name) => join('resources/plugins', name))),
		...Object.keys(inRust)
			.filter((name) => !bundledInRust.includes(name))
			.map((name) => join('examples/rust', name)),
		await csvInAssemblyScript(join(folder, inRust['csv-source'].names.AssemblyScript)),
	];
	for (const folder of folders) {
		const files = folder.endsWith('file-writer') ? { allow_file_system: true, allowed_paths: [`${outputs}/`] } : {};
		await must(
			core.request('plugins.install', {
				path: resolve(root, folder),
				grant: { ...lockedDown, max_memory: MEMORY_BYTES, max_execution_time: 60_000, ...files },
			}),
		);
	}
	return {
		async runTwin(sample, language, files) {
			mkdirSync(dirname(files.output), { recursive: true });
			const { names, run } = inRust[sample];
			await must(core.request('streams.run', { ...run(files), plugin: names[language] }));
		},
		async run(sample, files) {
			mkdirSync(dirname(files.output), { recursive: true });
			await must(core.request('streams.run', tasks[sample].run(files)));
		},
		close: () => core.close(),
	};
}

/** The twin of the bundled csv-source, as a plugin of its own in this folder. */
async function csvInAssemblyScript(folder: string): Promise<string> {
	const manifest = JSON.parse(readFileSync(join(root, 'examples/csv-source/plugin.json'), 'utf8')) as object;
	mkdirSync(folder, { recursive: true });
	writeFileSync(
		join(folder, 'plugin.json'),
		JSON.stringify({ ...manifest, name: basename(folder), module_path: './plugin.wasm' }),
	);
	writeFileSync(join(folder, 'plugin.wasm'), await compileModule('examples/csv-source/assembly/index.ts'));
	return folder;
}

async function must(answer: ReturnType<Core['request']>): Promise<void> {
	const { ok, ...rest } = await answer;
	if (!ok && 'error' in rest) throw new Error(`${rest.error.code}: ${rest.error.message}`);
}
