import { join, resolve } from 'node:path';
import type { RouteParsed } from '../../shared/api/routes.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { type BenchAnswer, type BenchFigures, CASES_FOLDER } from '../../shared/plugin/authoring/authoring.ts';
import { componentFunctions } from '../../shared/plugin/component-type.ts';
import { PACKAGE_EXTENSION } from '../../shared/plugin/packing.ts';
import { readPlainFile } from '../files/read-plain-file.ts';
import { readdir, stat, writeFile } from '../files/user-files.ts';
import { readCases, type SavedCase } from './cases/case-file.ts';
import type { TestParts } from './cases/test-plugin.ts';
import { Trial } from './trial.ts';

/** Both are measured so often, in turn; the best counts, which a busy machine disturbs least. */
const ROUNDS = 3;
/** Calls are made for so long in each round, ms. */
const CALLS_MS = 400;
/** What is fed to a plugin, bytes. */
const MAX_INPUT_BYTES = 256 * 1024 * 1024;
const MAX_SAMPLE_BYTES = 4 * 1024 * 1024;

/** Measures a plugin, and beside it the version before where there is one. */
export async function benchPlugin(parts: TestParts, asked: RouteParsed<'authoring.bench'>): Promise<BenchAnswer> {
	const folder = resolve(asked.path);
	const load = await loadOf(folder, asked.records);
	const against = asked.against === undefined ? await newestPackage(folder) : resolve(asked.against);
	const measured: Measured[] = [];
	try {
		for (const path of against === null ? [folder] : [folder, against]) {
			measured.push(await Measured.open(parts, path, asked.grant, load));
		}
		for (let round = 0; round < ROUNDS; round++) for (const each of measured) await each.measure();
		const [now, before] = measured.map((each) => each.figures());
		if (now === undefined) throw new Error('nothing was measured');
		const plugin = measured[0]?.name ?? '';
		return { plugin, records: load.records, now, againstPath: against, before: before ?? null };
	} finally {
		for (const each of measured) await each.close();
	}
}

/** What is fed to the plugin: lines, over and over. */
interface Load {
	readonly config: SavedCase['config'];
	readonly lines: readonly string[];
	readonly records: number;
}

/** Of the first case that runs on records. */
async function loadOf(folder: string, records: number): Promise<Load> {
	const found = (await readCases(folder)).find(({ fn }) => fn === undefined);
	if (found === undefined) {
		const path = join(folder, CASES_FOLDER);
		throw new DataFlareError('not_found', `No case in ${path} runs on records.`, {
			details: because('no_cases', { path }),
			hint: 'Add one with records in "input", or a file of them in "input_file".',
		});
	}
	const { input, input_file, config } = found;
	if (input_file === undefined) {
		const given = Array.isArray(input) ? input : [];
		return { config, lines: given.map((record) => JSON.stringify(record)), records };
	}
	const content = await readPlainFile(join(folder, input_file), MAX_SAMPLE_BYTES);
	const text = content instanceof Uint8Array ? content.toString('utf8') : '';
	return { config, lines: text.split('\n').filter((line) => line.trim() !== ''), records };
}

/** The package beside a plugin's sources that was written last; null: there is none. */
async function newestPackage(folder: string): Promise<string | null> {
	const names = (await readdir(folder)).filter((name) => name.endsWith(PACKAGE_EXTENSION));
	const dated = await Promise.all(names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })));
	const [newest] = dated.sort((left, right) => right.at - left.at);
	return newest === undefined ? null : join(folder, newest.name);
}

/** One plugin in an engine of its own, and the best of its rounds. */
class Measured {
	readonly #trial: Trial;
	readonly #load: Load;
	readonly #input: string;
	readonly #coldStartMs: number;
	#calls: number | null = null;
	#records: number | null = null;
	#peak = 0;

	private constructor(trial: Trial, load: Load, input: string, coldStartMs: number) {
		this.#trial = trial;
		this.#load = load;
		this.#input = input;
		this.#coldStartMs = coldStartMs;
	}

	static async open(
		{ openEngine, registry }: TestParts,
		path: string,
		grant: 'own' | 'asked',
		load: Load,
	): Promise<Measured> {
		const trial = await Trial.open(openEngine, registry, path, grant);
		try {
			const input = join(trial.work, 'load.ndjson');
			await writeLoad(input, load);
			const one = join(trial.work, 'one.ndjson');
			await writeLoad(one, { ...load, lines: load.lines.slice(0, 1), records: 1 });
			const started = performance.now();
			await run(trial, load, one);
			return new Measured(trial, load, input, performance.now() - started);
		} catch (error) {
			await trial.close();
			throw error;
		}
	}

	get name(): string {
		return this.#trial.plugin.name;
	}

	async measure(): Promise<void> {
		const { recordsIn, recordsOut, stages, peakMemoryBytes } = await run(this.#trial, this.#load, this.#input);
		const busyMs = stages[0]?.busyMs ?? 0;
		const records = Math.max(recordsIn, recordsOut);
		if (busyMs > 0 && records > 0) this.#records = Math.max(this.#records ?? 0, (records / busyMs) * 1000);
		this.#peak = Math.max(this.#peak, peakMemoryBytes);
		const calls = await this.#callsPerSecond();
		if (calls !== null) this.#calls = Math.max(this.#calls ?? 0, calls);
	}

	/** With one record each, through everything that a call passes. A source has nothing to be called with. */
	async #callsPerSecond(): Promise<number | null> {
		const { name, current } = this.#trial.plugin;
		const type = current?.manifest.type ?? 'source';
		const [fn = ''] = componentFunctions[type];
		const [line] = this.#load.lines;
		if (type === 'source' || line === undefined) return null;
		const started = performance.now();
		let calls = 0;
		while (performance.now() - started < CALLS_MS) {
			await this.#trial.ask('plugins.call', { name, fn, input: line, result: false, trigger: 'test' });
			calls++;
		}
		return (calls / (performance.now() - started)) * 1000;
	}

	figures(): BenchFigures {
		const { current } = this.#trial.plugin;
		return {
			version: current?.label ?? null,
			sha256: current?.sha256 ?? '',
			moduleBytes: current?.size ?? 0,
			coldStartMs: this.#coldStartMs,
			callsPerSecond: this.#calls,
			recordsPerSecond: this.#records,
			peakMemoryBytes: this.#peak,
		};
	}

	close(): Promise<void> {
		return this.#trial.close();
	}
}

async function run(trial: Trial, { config }: Load, input: string) {
	const { name, current } = trial.plugin;
	return trial.ask('streams.run', {
		plugin: name,
		config,
		trigger: 'test',
		...(current?.manifest.type === 'source' ? {} : { input: { kind: 'file', path: input } }),
	});
}

async function writeLoad(path: string, { lines, records }: Load): Promise<void> {
	const once = lines.map((line) => `${line}\n`).join('');
	if (once === '') return writeFile(path, '');
	const times = Math.max(1, Math.ceil(records / lines.length));
	const most = Math.max(1, Math.floor(MAX_INPUT_BYTES / Buffer.byteLength(once)));
	const left = Math.min(times, most);
	// In pieces: the whole may be far more than fits into one string.
	const piece = Math.max(1, Math.floor((1024 * 1024) / once.length));
	await writeFile(
		path,
		(function* () {
			for (let done = 0; done < left; done += piece) yield once.repeat(Math.min(piece, left - done));
		})(),
	);
}
