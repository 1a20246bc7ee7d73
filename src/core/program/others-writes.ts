import { type SettingName, settingNames } from '../../shared/api/settings.ts';
import type { PluginRecord } from '../../shared/plugin/plugin-record.ts';
import type { RunProgress } from '../../shared/run/run-progress.ts';
import { type MarkedKind, type MarkedWhole, markedKinds, markedWholes, type StoreMarks } from '../store/marks.ts';
import type { LiveRuns, WayToEnd } from '../store/runs/live/live-runs.ts';
import type { EventBus } from './event-bus.ts';

/** How long after another program wrote something it may be told of here. ms */
const EVERY_MS = 1_000;
const QUIET_MS = 3_000;
/** While others go on writing, this many times as long as a look took passes before the next. */
const REST = 50;

interface OthersWritesDeps {
	readonly marks: StoreMarks;
	/** A number that differs once another program wrote anything; costs nothing to ask. */
	readonly othersVersion: () => number;
	/** The plugin as it is now; null: there is none. */
	readonly plugin: (name: string) => PluginRecord | null;
	/** What other programs note of their runs, and ask of this one's. */
	readonly live: Pick<LiveRuns, 'noted' | 'takeAsked' | 'endOrphans'>;
	/** Ends a run of this program; false: there is none of this id. */
	readonly endRun: (id: string, how: WayToEnd) => boolean;
	readonly bus: EventBus;
	/** Called after something that is kept ready, or started by itself, may have changed. */
	readonly wake: () => void;
	/** ms between two looks; default a second. */
	readonly everyMs?: number | undefined;
	/** Where nothing is seen to have changed but how far runs are, as often at the most it is told that something was written, ms; default three seconds. */
	readonly quietMs?: number | undefined;
}

/** One key of one kind that is another than it was. */
interface Change {
	readonly kind: MarkedKind;
	readonly key: string;
	readonly mark: string | undefined;
	/** What the mark was; undefined: it is new. */
	readonly before: string | undefined;
}

interface News {
	readonly changes: readonly Change[];
	readonly wholes: ReadonlyMap<MarkedWhole, string>;
	/** Of runs under way elsewhere. */
	readonly noted: readonly RunProgress[];
}

/**
 * Notices what other programs on the same data write, and tells it as if it had been written here. Each look asks what they
 * want of runs here and compares one number; marks of what there is are read only when that changed. What the marks do not show is told of as a whole.
 */
export class OthersWrites {
	readonly #deps: OthersWritesDeps;
	readonly #ends: readonly (() => void)[];
	readonly #rows = new Map<MarkedKind, Map<string, string>>();
	readonly #wholes = new Map<MarkedWhole, string>();
	/** How far other programs' runs were when that was told last, by id. ms */
	#noted: ReadonlyMap<string, number> = new Map();
	#writtenAt = Number.NEGATIVE_INFINITY;
	/** Something may have been written beside what was told. */
	#isOwed = false;
	#timer: NodeJS.Timeout | undefined;
	#version: number;

	constructor(deps: OthersWritesDeps) {
		this.#deps = deps;
		const { bus, marks } = deps;
		// Before what is known is read: what is written in between is looked at once more.
		this.#version = deps.othersVersion();
		for (const kind of markedKinds) this.#rows.set(kind, new Map(marks.all(kind)));
		for (const of of markedWholes) this.#wholes.set(of, marks.whole(of));
		// What this program says of itself is known already once it is looked at.
		this.#ends = [
			bus.on('plugin.changed', ({ plugin }) => this.#note('plugins', plugin.name)),
			bus.on('plugin.removed', ({ name }) => this.#note('plugins', name)),
			bus.on('templates.changed', ({ id }) => this.#note('templates', id)),
			bus.on('flows.changed', ({ name }) => this.#note('flows', name)),
			bus.on('keys.changed', ({ fingerprint }) => this.#note('keys', fingerprint)),
			bus.on('settings.changed', ({ key }) => this.#note('settings', key)),
			bus.on('trash.changed', ({ of }) => this.#noteWhole(trashOf[of])),
		];
		this.#in(this.#everyMs);
	}

	close(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		for (const end of this.#ends) end();
	}

	get #everyMs(): number {
		return this.#deps.everyMs ?? EVERY_MS;
	}

	#in(ms: number): void {
		this.#timer = setTimeout(() => {
			const begun = performance.now();
			this.#look();
			if (this.#timer !== undefined) this.#in(Math.max(this.#everyMs, REST * (performance.now() - begun)));
		}, ms).unref();
	}

	#note(kind: MarkedKind, key: string): void {
		quietly(() => this.#keep(kind, key, this.#deps.marks.one(kind, key)));
	}

	#noteWhole(of: MarkedWhole): void {
		quietly(() => this.#wholes.set(of, this.#deps.marks.whole(of)));
	}

	#keep(kind: MarkedKind, key: string, mark: string | undefined): void {
		if (mark === undefined) this.#rows.get(kind)?.delete(key);
		else this.#rows.get(kind)?.set(key, mark);
	}

	#look(): void {
		// What a program that was ended from outside was at goes on no more.
		if (quietly(() => this.#deps.live.endOrphans()) === true) {
			this.#deps.bus.emit('runs.changed', {});
			this.#deps.bus.emit('history.written', {});
		}
		// What could not be done the last time is still asked, though nobody wrote since.
		quietly(() => this.#deps.live.takeAsked(this.#deps.endRun));
		// A history that cannot be read at this moment is looked at again; whoever asks it is told why.
		const news = quietly(() => {
			const version = this.#deps.othersVersion();
			if (version === this.#version) return null;
			const found = this.#find();
			this.#version = version;
			return found;
		});
		if (news !== null) this.#tell(news);
		const quietMs = this.#deps.quietMs ?? QUIET_MS;
		if (this.#isOwed && performance.now() - this.#writtenAt >= quietMs) this.#tellWritten();
	}

	#find(): News {
		const { marks } = this.#deps;
		const changes = markedKinds.flatMap((kind): readonly Change[] => {
			const [known, now] = [this.#rows.get(kind) ?? new Map<string, string>(), marks.all(kind)];
			return [...new Set([...known.keys(), ...now.keys()])]
				.filter((key) => known.get(key) !== now.get(key))
				.map((key) => ({ kind, key, mark: now.get(key), before: known.get(key) }));
		});
		const wholes = markedWholes.map((of) => [of, marks.whole(of)] as const);
		const changed = new Map(wholes.filter(([of, mark]) => this.#wholes.get(of) !== mark));
		return { changes, wholes: changed, noted: this.#deps.live.noted() };
	}

	#tell({ changes, wholes, noted }: News): void {
		const { bus, wake } = this.#deps;
		for (const { kind, key, mark } of changes) this.#keep(kind, key, mark);
		for (const [of, mark] of wholes) this.#wholes.set(of, mark);
		for (const change of changes) quietly(() => this.#tellOne(change));
		if (wholes.has('trashedPlugins')) bus.emit('trash.changed', { of: 'plugins' });
		if (wholes.has('trashedTemplates')) bus.emit('trash.changed', { of: 'templates' });
		if (wholes.has('trashedRuns')) bus.emit('trash.changed', { of: 'runs' });
		if (wholes.has('runs')) bus.emit('runs.changed', {});
		const advanced = noted.filter(({ id, elapsedMs }) => this.#noted.get(id) !== elapsedMs);
		for (const progress of advanced) bus.emit('run.progress', progress);
		this.#noted = new Map(noted.map(({ id, elapsedMs }) => [id, elapsedMs]));
		// Pages would ask for much each second of a long run that says nothing but how far it is.
		if (advanced.length > 0 && changes.length === 0 && wholes.size === 0) this.#isOwed = true;
		else this.#tellWritten();
		if (changes.length > 0) wake();
	}

	#tellWritten(): void {
		this.#isOwed = false;
		this.#writtenAt = performance.now();
		this.#deps.bus.emit('history.written', {});
	}

	#tellOne({ kind, key, mark, before }: Change): void {
		const { bus, plugin: read } = this.#deps;
		switch (kind) {
			case 'plugins': {
				const plugin = read(key);
				if (plugin === null) bus.emit('plugin.removed', { name: key });
				else bus.emit('plugin.changed', { kind: changeOf(before, mark), plugin });
				return;
			}
			case 'templates':
				bus.emit('templates.changed', { id: key });
				return;
			case 'flows':
				bus.emit('flows.changed', { name: key });
				return;
			case 'keys':
				bus.emit('keys.changed', { fingerprint: key });
				return;
			case 'settings':
				// Other things are kept beside them.
				if (isSetting(key)) bus.emit('settings.changed', { key });
				return;
		}
	}
}

const trashOf = { plugins: 'trashedPlugins', runs: 'trashedRuns', templates: 'trashedTemplates' } as const;

function changeOf(before: string | undefined, mark: string | undefined): 'installed' | 'updated' | 'changed' {
	if (before === undefined) return 'installed';
	return before.split(' ')[0] === mark?.split(' ')[0] ? 'changed' : 'updated';
}

function isSetting(key: string): key is SettingName {
	return (settingNames as readonly string[]).includes(key);
}

function quietly<T>(work: () => T): T | null {
	try {
		return work();
	} catch {
		return null;
	}
}
