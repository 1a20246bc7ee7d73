import { MAX_AUTHOR_FOLDERS } from '../../shared/api/settings.ts';
import type { EventBus } from '../program/event-bus.ts';
import { readSetting, writeSetting } from '../program/settings.ts';
import type { Store } from '../store/store.ts';

/** Remembers in which folder a person writes a plugin; of too many, those that were remembered first are let go. */
export function rememberFolder(
	{ store, bus }: { readonly store: Pick<Store, 'settings'>; readonly bus: EventBus },
	plugin: string,
	folder: string,
): void {
	const { [plugin]: before, ...others } = readSetting(store.settings, 'author_folders');
	if (before === folder) return;
	const all = [...Object.entries(others), [plugin, folder] as const];
	const value = Object.fromEntries(all.slice(-MAX_AUTHOR_FOLDERS));
	bus.emit('settings.changed', { key: writeSetting(store.settings, 'author_folders', value) });
}
