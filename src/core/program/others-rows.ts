import type { Store } from '../store/store.ts';
import type { EventBus } from './event-bus.ts';

/** How long after another program wrote something it may be told of here. ms */
const EVERY_MS = 1_000;

interface OthersRowsDeps {
	/** What there is, by name, each with a text that differs once it is another; `name`: that one may do. */
	readonly marks: (name?: string) => ReadonlyMap<string, string>;
	/** A number that differs once another program wrote anything; costs nothing to ask. */
	readonly othersVersion: () => number;
	/** Called for each that is another than it was; `before`: what its text was, null: it is new. */
	readonly changed: (name: string, before: string | null) => void;
	/** Called for each that is gone. */
	readonly gone: (name: string) => void;
	/** ms between two looks; default a second. */
	readonly everyMs?: number | undefined;
}

/**
 * Notices what other programs on the same data change of a few rows, plugins or keys. Each look compares one number; the
 * rows are read only when that changed.
 */
export class OthersRows {
	readonly #deps: OthersRowsDeps;
	readonly #timer: NodeJS.Timeout;
	#version: number;
	#known: Map<string, string>;

	constructor(deps: OthersRowsDeps) {
		this.#deps = deps;
		// Before what is known is read: what is written in between is looked at once more.
		this.#version = deps.othersVersion();
		this.#known = new Map(deps.marks());
		this.#timer = setInterval(() => this.#look(), deps.everyMs ?? EVERY_MS).unref();
	}

	/** What one is now has been told of. */
	note(name: string): void {
		const mark = this.#deps.marks(name).get(name);
		if (mark === undefined) this.#known.delete(name);
		else this.#known.set(name, mark);
	}

	close(): void {
		clearInterval(this.#timer);
	}

	#look(): void {
		const { marks, othersVersion, changed, gone } = this.#deps;
		try {
			const version = othersVersion();
			if (version === this.#version) return;
			const [before, now] = [this.#known, new Map(marks())];
			this.#version = version;
			this.#known = now;
			for (const [name, mark] of now) if (before.get(name) !== mark) changed(name, before.get(name) ?? null);
			for (const name of before.keys()) if (!now.has(name)) gone(name);
		} catch {
			// Data that cannot be read at this moment is looked at again; whoever asks for it is told why.
		}
	}
}

/** Announces what other programs change of plugins and keys as if it had been done here; call each `close` at the end. */
export function othersChanges(
	store: Pick<Store, 'plugins' | 'keys' | 'othersVersion'>,
	bus: EventBus,
): readonly OthersRows[] {
	const { othersVersion } = store;
	const plugins = new OthersRows({
		marks: store.plugins.marks,
		othersVersion,
		changed(name, before) {
			const plugin = store.plugins.get(name);
			if (plugin === null) return;
			const sameModule = before?.includes(`"current":${JSON.stringify(plugin.current?.sha256 ?? null)}`) === true;
			bus.emit('plugin.changed', { kind: before === null ? 'installed' : sameModule ? 'changed' : 'updated', plugin });
		},
		gone: (name) => bus.emit('plugin.removed', { name }),
	});
	bus.on('plugin.changed', ({ plugin }) => plugins.note(plugin.name));
	bus.on('plugin.removed', ({ name }) => plugins.note(name));
	const keyChanged = (fingerprint: string): void => bus.emit('keys.changed', { fingerprint });
	const keys = new OthersRows({
		marks: () => new Map(store.keys.list().map(({ fingerprint, name }) => [fingerprint, name])),
		othersVersion,
		changed: keyChanged,
		gone: keyChanged,
	});
	bus.on('keys.changed', ({ fingerprint }) => keys.note(fingerprint));
	return [plugins, keys];
}
