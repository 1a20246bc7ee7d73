import { type SettingName, settingNames } from '../../shared/api/settings.ts';
import type { SettingsStore } from '../store/store.ts';
import { readSetting } from './settings.ts';

/** How long after another program wrote a setting it may be told of here. ms */
const EVERY_MS = 1_000;

interface OthersSettingsDeps {
	readonly settings: SettingsStore;
	/** A number that differs once another program wrote anything; costs nothing to ask. */
	readonly othersVersion: () => number;
	/** Called for each setting that is another than it was. */
	readonly changed: (name: SettingName) => void;
	/** ms between two looks; default a second. */
	readonly everyMs?: number | undefined;
}

/**
 * Notices which settings other programs on the same data write. Each look compares one number; the settings are read only
 * when that changed.
 */
export class OthersSettings {
	readonly #deps: OthersSettingsDeps;
	readonly #timer: NodeJS.Timeout;
	#version: number;
	/** Each setting's value as JSON. */
	readonly #known = new Map<SettingName, string>();

	constructor(deps: OthersSettingsDeps) {
		this.#deps = deps;
		// Before what is known is read: what is written in between is looked at once more.
		this.#version = deps.othersVersion();
		for (const name of settingNames) this.note(name);
		this.#timer = setInterval(() => this.#look(), deps.everyMs ?? EVERY_MS).unref();
	}

	/** What a setting is now has been told of. */
	note(name: SettingName): void {
		this.#known.set(name, textOf(this.#deps.settings, name));
	}

	close(): void {
		clearInterval(this.#timer);
	}

	#look(): void {
		const { settings, othersVersion, changed } = this.#deps;
		try {
			const version = othersVersion();
			if (version === this.#version) return;
			const others = settingNames.filter((name) => textOf(settings, name) !== this.#known.get(name));
			this.#version = version;
			for (const name of others) {
				this.note(name);
				changed(name);
			}
		} catch {
			// A history that cannot be read at this moment is looked at again; whoever asks it is told why.
		}
	}
}

const textOf = (settings: SettingsStore, name: SettingName): string => JSON.stringify(readSetting(settings, name));
