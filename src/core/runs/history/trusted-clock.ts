import type { SettingsStore } from '../../store/settings-store.ts';

/** Not a setting of a person's: when the clock was last looked at, and since when it is doubted; Unix ms. */
const KEY = 'clock_seen';
/** A clock that went ahead further than this between two looks may be wrong, ms. */
const LEAP_MS = 30 * 24 * 60 * 60 * 1000;
/** It is believed when it has gone on for this long without being set back, ms. */
const BELIEVED_AFTER_MS = 24 * 60 * 60 * 1000;
/** A clock that went back by more than this was set, ms. */
const SET_BACK_MS = 60 * 60 * 1000;
/** The look is written down this often, ms. */
const WRITTEN_EVERY_MS = 60 * 60 * 1000;

/**
 * Whether age can be told by the clock. A clock that leapt far ahead makes every run look old; what is deleted for its
 * age then would be lost for a flat battery or a slip, so a leap is believed only after a day.
 */
export function isClockTrusted(settings: SettingsStore, now: number): boolean {
	const { at, doubtedSince } = readSeen(settings, now);
	const write = (since: number | null): void => settings.set(KEY, { at: now, doubtedSince: since });
	if (now - at > LEAP_MS) {
		write(now);
		return false;
	}
	const mended = at - now > SET_BACK_MS;
	const doubted = doubtedSince !== null && !mended && now - doubtedSince < BELIEVED_AFTER_MS;
	if (now - at > WRITTEN_EVERY_MS || now <= at || (doubtedSince !== null && !doubted)) {
		write(doubted ? doubtedSince : null);
	}
	return !doubted;
}

function readSeen(settings: SettingsStore, now: number): { readonly at: number; readonly doubtedSince: number | null } {
	const seen = settings.get(KEY);
	if (typeof seen !== 'object' || seen === null || Array.isArray(seen)) return { at: now, doubtedSince: null };
	const { at, doubtedSince } = seen as { readonly [key: string]: unknown };
	return {
		at: typeof at === 'number' ? at : now,
		doubtedSince: typeof doubtedSince === 'number' ? doubtedSince : null,
	};
}
