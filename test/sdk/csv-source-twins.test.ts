/** csv-source is there twice: in Rust, as it is bundled, and in AssemblyScript. They say the same, to the byte. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/shared/errors/errors.ts';
import { Guest, GuestFailure, type GuestOptions, replaceSample } from '../support/guests/guest-harness.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';
import { csvFiles, csvSettings } from '../support/sdk/csv-inputs.ts';
import { csvTwins } from '../support/sdk/csv-twins.ts';
import { tries } from '../support/values/tries.ts';

const scratch = scratchFolder();
const { rust, bundled, assemblyScript } = await csvTwins();
// What the sample's own tests load from now on is in AssemblyScript; by themselves they load what is bundled. This file has
// a process of its own.
replaceSample('csv-source', assemblyScript);
for (const file of ['source', 'source-beginnings', 'source-dialects', 'source-numbers', 'round-trip'])
	await import(`../plugins/csv-${file}.test.ts`);

const folder = { folder: scratch.path };

interface Said {
	readonly batches: readonly string[];
	readonly failure?: { readonly status: number; readonly message: string };
	readonly logs: unknown;
	readonly progress: unknown;
}

/** All that a plugin says of a file. */
function said(module: WebAssembly.Module, config: Record<string, JsonValue>, options: GuestOptions): Said {
	const guest = new Guest(module, { ...folder, ...options });
	const batches: string[] = [];
	const rest = () => ({ batches, logs: guest.logs, progress: guest.progress });
	try {
		guest.call('plugin_init', JSON.stringify({ path: 'in.csv', ...config }));
		for (;;) {
			const { bytes } = guest.callBytes('read_data');
			if (bytes.length === 0) break;
			batches.push(Buffer.from(bytes).toString('latin1'));
		}
		guest.call('plugin_cleanup');
		return rest();
	} catch (error) {
		if (!(error instanceof GuestFailure)) throw error;
		return { ...rest(), failure: { status: error.status, message: error.message } };
	}
}

describe('csv-source in Rust and in AssemblyScript', () => {
	it('say the same of whatever file, by whatever settings, however it is read', () => {
		fc.assert(
			fc.property(
				csvFiles,
				csvSettings,
				fc.constantFrom(1, 3, 17, 64, 64, 1000, 1000, 2 ** 20, 2 ** 20),
				(file, config, mostRead) => {
					scratch.put('in.csv', file);
					expect(said(rust, config, { mostRead })).toEqual(said(assemblyScript, config, { mostRead }));
				},
			),
			tries(3000),
		);
	});

	it('say so as it is bundled', () => {
		fc.assert(
			fc.property(csvFiles, csvSettings, (file, config) => {
				scratch.put('in.csv', file);
				expect(said(bundled, config, {})).toEqual(said(assemblyScript, config, {}));
			}),
			tries(400),
		);
	});

	it('say the same of files that are large', () => {
		const many = fc
			.tuple(csvFiles, fc.integer({ min: 200, max: 2000 }))
			.map(([file, times]) => Buffer.concat(Array.from({ length: times }, () => file)));
		fc.assert(
			fc.property(many, csvSettings, fc.constantFrom(2 ** 16, 2 ** 20), (file, settings, mostRead) => {
				scratch.put('in.csv', file);
				const config = { ...settings, batch_size: 1000 };
				expect(said(rust, config, { mostRead })).toEqual(said(assemblyScript, config, { mostRead }));
			}),
			{ numRuns: 40 },
		);
	});
});
