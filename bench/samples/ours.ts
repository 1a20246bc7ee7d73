import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Core, createCore } from '../../src/core/index.ts';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { type Files, inRust, type SampleName, tasks } from './tasks.ts';

const root = resolve(import.meta.dirname, '../..');
const out = join(root, 'out/main');
const MEMORY_BYTES = 67_108_864;

/** The sample plugins as a person has them: installed, each in a process of its own, the writer granted one folder. */
export interface Samples {
	run(sample: SampleName, files: Files): Promise<void>;
	/** The same sample in either language. */
	runTwin(sample: keyof typeof inRust, language: 'AssemblyScript' | 'Rust', files: Files): Promise<void>;
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
		...Object.keys(inRust).map((name) => join('examples/rust', name)),
	];
	for (const folder of folders) {
		const files = folder.endsWith('file-writer') ? { allow_file_system: true, allowed_paths: [`${outputs}/`] } : {};
		await must(
			core.request('plugins.install', {
				path: join(root, folder),
				grant: { ...lockedDown, max_memory: MEMORY_BYTES, max_execution_time: 60_000, ...files },
			}),
		);
	}
	return {
		async runTwin(sample, language, files) {
			mkdirSync(dirname(files.output), { recursive: true });
			const { rust, run } = inRust[sample];
			const request = run(files);
			await must(core.request('streams.run', language === 'Rust' ? { ...request, plugin: rust } : request));
		},
		async run(sample, files) {
			mkdirSync(dirname(files.output), { recursive: true });
			await must(core.request('streams.run', tasks[sample].run(files)));
		},
		close: () => core.close(),
	};
}

async function must(answer: ReturnType<Core['request']>): Promise<void> {
	const { ok, ...rest } = await answer;
	if (!ok && 'error' in rest) throw new Error(`${rest.error.code}: ${rest.error.message}`);
}
