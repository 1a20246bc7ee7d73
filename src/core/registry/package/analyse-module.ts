import { isUtf8 } from 'node:buffer';
import type { JsonValue, WireError } from '../../../shared/errors/errors.ts';
import { traitsOf } from '../../../shared/plugin/module/guest-abi.ts';
import { LOOK_REVISION, type ModuleAnalysis, type ModuleReport } from '../../../shared/plugin/plugin-record.ts';
import { sha256Of } from '../../files/hash-bytes.ts';
import { holdsTooMuch } from './scan-json.ts';

/**
 * Looks at a module where whatever it does harms nothing: in a process of its own. Rejects with `runtime` or `cancelled`
 * where that tells nothing of the module.
 */
export type LookAtModule = (module: Uint8Array) => Promise<ModuleReport>;

/** What was said of modules before. */
export interface KnownAnalyses {
	get(sha256: string): ModuleAnalysis | null;
	put(analysis: ModuleAnalysis): void;
}

/** Makes components ready to run. */
export interface MakesReady {
	/** Why one cannot be made ready; null: it is. Rejects where that tells nothing of the component. */
	problemOf(sha256: string, module: Uint8Array): Promise<WireError | null>;
}

/** A module that is built, tried, validated and packed is read by each of them, and is installed by none. */
const MAX_RECENT = 8;

/** Says what can be said of a module without running it, once for each module. */
export class ModuleAnalyst {
	/** What was said last, by hash, the latest last: of what is not installed, nothing else is kept. */
	readonly #recent = new Map<string, ModuleAnalysis>();
	readonly #look: LookAtModule;
	readonly #known: KnownAnalyses | null;
	readonly #components: MakesReady | null;

	constructor(look: LookAtModule, known: KnownAnalyses | null = null, components: MakesReady | null = null) {
		this.#look = look;
		this.#known = known;
		this.#components = components;
	}

	/** `anew`: a look that came to nothing, perhaps because the machine was busy, is made again. */
	async analyse(module: Uint8Array, { anew }: { readonly anew: boolean }): Promise<ModuleAnalysis> {
		const sha256 = await sha256Of(module);
		const before = this.known(sha256);
		if (before !== null && !(anew && isFailedLook(before))) return before;
		const report = await this.#readied(await this.#look(module), sha256, module);
		const analysis: ModuleAnalysis = {
			...report,
			sha256,
			size: module.length,
			revision: LOOK_REVISION,
			embeddedManifest: embedded(module, report),
		};
		// What can be used is kept with its version; what cannot be used, or was looked at in another way before, is not to
		// cost a look at each start.
		const isStale = before === null && (this.#known?.get(sha256) ?? null) !== null;
		if (report.problems.length > 0 || isStale) this.#known?.put(analysis);
		else this.#remember(analysis);
		return analysis;
	}

	#remember(analysis: ModuleAnalysis): void {
		this.#recent.set(analysis.sha256, analysis);
		const [oldest] = this.#recent.keys();
		if (oldest !== undefined && this.#recent.size > MAX_RECENT) this.#recent.delete(oldest);
	}

	/** Of a component in which nothing wrong was found, also what is found when it is made ready. */
	async #readied(report: ModuleReport, sha256: string, module: Uint8Array): Promise<ModuleReport> {
		if (this.#components === null || !traitsOf(report.abi).isComponent || report.problems.length > 0) return report;
		const problem = await this.#components.problemOf(sha256, module);
		return problem === null ? report : { ...report, problems: [problem] };
	}

	/** What was said of a module before; null: nothing that still counts. */
	known(sha256: string): ModuleAnalysis | null {
		const before = this.#known?.get(sha256) ?? null;
		if (before === null) return this.#recent.get(sha256) ?? null;
		return before.revision === LOOK_REVISION ? before : null;
	}
}

function isFailedLook({ problems }: ModuleAnalysis): boolean {
	return problems[0]?.details?.['reason'] === 'look_failed';
}

/** Text of the `dataflare` section; null where there is none, or it is no text. */
export function manifestText(module: Uint8Array, { manifestAt }: Pick<ModuleReport, 'manifestAt'>): string | null {
	if (manifestAt === null) return null;
	const bytes = module.subarray(manifestAt.start, manifestAt.start + manifestAt.length);
	return isUtf8(bytes) ? Buffer.from(bytes).toString('utf8') : null;
}

function embedded(module: Uint8Array, report: ModuleReport): JsonValue {
	const text = manifestText(module, report);
	if (text === null || holdsTooMuch(text)) return null;
	try {
		return JSON.parse(text) as JsonValue;
	} catch {
		return null;
	}
}
