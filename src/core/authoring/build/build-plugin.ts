import { basename, dirname, join, relative } from 'node:path';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import {
	type BuildAnswer,
	type BuildPlan,
	type BuildStep,
	FOLDER_WORD,
} from '../../../shared/plugin/authoring/authoring.ts';
import { MAX_MODULE_BYTES } from '../../../shared/policy/limits.ts';
import { sha256Of } from '../../files/hash-bytes.ts';
import { readPlainFile } from '../../files/read-plain-file.ts';
import { copyFile, mkdir, realpath, rename, rm } from '../../files/user-files.ts';
import type { SerialByKey } from '../../program/serial-by-key.ts';
import type { Registry } from '../../registry/registry.ts';
import { readRecipe } from './recipe.ts';
import { runStep, type StepPlace } from './run-step.ts';
import { findTool } from './tools.ts';

/** In the plugin's folder: what a build leaves beside what it makes. Hidden, so that no package has it. */
const BUILD_FOLDER = '.build';

/** What a face allows of builds. */
export interface BuildOptions {
	/**
	 * Whether `authoring.build` runs the commands of a folder's recipe, outside of any sandbox; default false. For a face that
	 * a person gives commands to: whoever took over a window must not come to run programs by it.
	 */
	readonly builds?: boolean | undefined;
}

export interface BuildParts {
	readonly registry: Pick<Registry, 'inspect'>;
	/** A folder is built once at a time. */
	readonly builds: Pick<StepPlace, 'env' | 'signal'> & { readonly queue: SerialByKey; readonly allowed: boolean };
}

/** What a build of a folder would run, with the programs that were found for it: all of them before one runs. */
export async function planBuild({ builds }: Pick<BuildParts, 'builds'>, where: string): Promise<BuildPlan> {
	const { folder, module, plugin, steps } = await readRecipe(where);
	const commands: (readonly string[])[] = [];
	for (const step of await filledIn(steps, folder)) {
		const program = await findTool(step, { env: builds.env, folder });
		commands.push([program, ...step.slice(1)]);
	}
	return { plugin, folder, module, tools: steps.map(([tool = '']) => tool), commands };
}

/**
 * Runs a folder's recipe and looks whether what it made could be installed. Where a step fails, or what it made is
 * refused, the module that was there before is back when it rejects; what was refused lies in `.build`.
 */
export async function buildPlugin(parts: BuildParts, where: string): Promise<BuildAnswer> {
	if (!parts.builds.allowed) {
		throw new DataFlareError('permission_denied', 'This program does not run builds, which no sandbox contains.', {
			details: because('builds_off'),
			hint: 'Build it from a terminal.',
		});
	}
	return runPlan(parts, await planBuild(parts, where));
}

/** The same for a face that showed a plan to a person, who agreed to it. Rejects with `conflict` where it is another by now. */
export async function buildAsShown(parts: BuildParts, shown: BuildPlan): Promise<BuildAnswer> {
	const plan = await planBuild(parts, shown.folder);
	if (JSON.stringify(plan) === JSON.stringify(shown)) return runPlan(parts, plan);
	throw new DataFlareError('conflict', 'The commands of this build changed after they were shown.', {
		details: because('build_changed'),
		hint: 'Look at them again.',
	});
}

async function runPlan({ registry, builds }: BuildParts, plan: BuildPlan): Promise<BuildAnswer> {
	const { folder, module, plugin, commands, tools } = plan;
	return builds.queue.run(folder, async () => {
		const started = performance.now();
		const place = { env: builds.env, signal: builds.signal, folder };
		const kept = await keepModule(module, join(folder, BUILD_FOLDER));
		const steps: BuildStep[] = [];
		let made: Uint8Array;
		try {
			await mkdir(dirname(module), { recursive: true });
			for (const [at, command] of commands.entries()) steps.push(await runStep(tools[at] ?? '', command, place));
			made = await readModule(module, relative(folder, module));
			const { refusal } = await registry.inspect(folder);
			if (refusal !== null) throw DataFlareError.fromWire(refusal);
		} catch (error) {
			await putBack(module, kept, join(folder, BUILD_FOLDER));
			throw error;
		}
		const sha256 = await sha256Of(made);
		const changed = sha256 !== kept?.sha256;
		return { plugin, steps, module, bytes: made.length, sha256, changed, ms: performance.now() - started };
	});
}

/** The steps with the folder's real path, which is what a compiler calls it, wherever they name it. */
async function filledIn(
	steps: readonly (readonly string[])[],
	folder: string,
): Promise<readonly (readonly string[])[]> {
	const real = await realpath(folder);
	return steps.map((step) => step.map((word) => word.replaceAll(FOLDER_WORD, () => real)));
}

interface Kept {
	readonly path: string;
	readonly sha256: string;
}

/** A copy of the module as it is; null: there is none. */
async function keepModule(module: string, beside: string): Promise<Kept | null> {
	const bytes = await readPlainFile(module, MAX_MODULE_BYTES).catch(() => null);
	if (!(bytes instanceof Uint8Array)) return null;
	const path = join(beside, `before-${basename(module)}`);
	await mkdir(beside, { recursive: true });
	await copyFile(module, path);
	return { path, sha256: await sha256Of(bytes) };
}

async function putBack(module: string, kept: Kept | null, beside: string): Promise<void> {
	const now = await readPlainFile(module, MAX_MODULE_BYTES).catch(() => null);
	const isOther = now instanceof Uint8Array && (await sha256Of(now)) !== kept?.sha256;
	if (isOther) {
		await mkdir(beside, { recursive: true });
		await rename(module, join(beside, `refused-${basename(module)}`)).catch(() => rm(module, { force: true }));
	}
	if (kept !== null && (isOther || now === null)) await copyFile(kept.path, module);
}

async function readModule(module: string, shown: string): Promise<Uint8Array> {
	const bytes = await readPlainFile(module, MAX_MODULE_BYTES).catch((error: unknown) => {
		if (codeOf(error) === undefined) throw error;
		return null;
	});
	if (bytes instanceof Uint8Array) return bytes;
	throw new DataFlareError('invalid_input', `The build did not write ${shown}, or it is larger than any module.`, {
		details: because('build_made_nothing', { module: shown }),
		hint: 'The last of its commands has to write the file that "module_path" in plugin.json names.',
	});
}
