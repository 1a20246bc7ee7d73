import { readSetting, retentionOf } from '../../program/settings.ts';
import type { TemplateStore } from '../../store/plugins/template-store.ts';
import type { RunStore, RunTrash } from '../../store/runs/kept-runs.ts';
import type { SettingsStore } from '../../store/settings-store.ts';
import { pruneRuns } from './delete-runs.ts';
import { emptyOlder } from './trash.ts';
import { isClockTrusted } from './trusted-clock.ts';

/** A program may run for months: what retention does not keep goes while it runs, too. ms */
const EVERY_MS = 60_000;

export interface PrunerDeps {
	readonly runs: RunStore;
	readonly trash: RunTrash;
	readonly templates: Pick<TemplateStore, 'purgeOlder'>;
	readonly settings: SettingsStore;
	/** Deletes the plugins for ever that were uninstalled before a moment, Unix ms. */
	readonly emptyPlugins?: ((before: number, signal: AbortSignal) => Promise<unknown>) | undefined;
	/** Removes what deleted runs left beside the history. */
	readonly sweepParts?: (() => Promise<void>) | undefined;
	/** Hears of what was deleted for good, once some of it was: runs that retention does not keep, runs or templates of the trash. */
	readonly deleted?: ((what: 'runs' | 'trashedRuns' | 'trashedTemplates') => void) | undefined;
	/** Unix ms. */
	readonly now: () => number;
	/** ms between two looks; default a minute. */
	readonly everyMs?: number | undefined;
}

/**
 * Deletes the runs that retention does not keep, and what has been in the trash for its time, plugins and templates too:
 * at once, and from then on every minute until it is closed.
 */
export class Pruner {
	readonly #deps: PrunerDeps;
	readonly #closing = new AbortController();
	readonly #timer: NodeJS.Timeout;
	#work: Promise<unknown> | null = null;
	#warned = false;

	constructor(deps: PrunerDeps) {
		this.#deps = deps;
		this.#look();
		this.#timer = setInterval(() => this.#look(), deps.everyMs ?? EVERY_MS).unref();
	}

	/** Resolves when nothing is being deleted any more. */
	async close(): Promise<void> {
		clearInterval(this.#timer);
		this.#closing.abort();
		await this.#work;
	}

	#look(): void {
		this.#work ??= this.#prune().finally(() => {
			this.#work = null;
		});
	}

	/** What fails, on a full disk or a locked file, is tried again at the next look. */
	async #prune(): Promise<void> {
		const { runs, trash, templates, settings, emptyPlugins, sweepParts, deleted, now } = this.#deps;
		try {
			const { maxAgeMs, ...others } = retentionOf(settings);
			const isTrusted = isClockTrusted(settings, now());
			if (isTrusted) {
				const before = now() - readSetting(settings, 'trash_ms');
				if ((await emptyOlder(trash, before, this.#closing.signal)) > 0) deleted?.('trashedRuns');
				if (templates.purgeOlder(before) > 0) deleted?.('trashedTemplates');
				await emptyPlugins?.(before, this.#closing.signal);
			}
			const kept = isTrusted ? { maxAgeMs, ...others } : others;
			if ((await pruneRuns(runs, kept, this.#closing.signal)).runs > 0) deleted?.('runs');
			await sweepParts?.();
			this.#warned = false;
		} catch (error) {
			if (!this.#warned) process.emitWarning(`What is old could not be deleted: ${String(error)}`);
			this.#warned = true;
		}
	}
}
