import type { WireError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { Manifest } from '../../../shared/plugin/manifest.ts';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import type { RegistryContext } from '../registry-context.ts';

/** Why what is offered under a plugin's name is another plugin, by its id; null: it is the same, or nobody said an id. */
export function otherId(before: PluginRecord | null, { name, id }: Manifest): WireError | null {
	const installed = before?.current?.manifest.id;
	if (installed === undefined || installed === id) return null;
	const hint = 'Uninstall the one that is there first, if this is to take its place.';
	return id === undefined
		? {
				code: 'conflict',
				message: `The installed ${name} is ${installed}; this one has no id, so it is not an update of it.`,
				hint,
				details: { ...because('id_missing', { name, installed }) },
			}
		: {
				code: 'conflict',
				message: `The installed ${name} is ${installed}; this one is ${id}, which is another plugin.`,
				hint,
				details: { ...because('id_differs', { name, installed, offered: id }) },
			};
}

/** The plugin that has this id under another name; null: there is none. */
export function knownAs({ store }: RegistryContext, { name, id }: Manifest): string | null {
	if (id === undefined) return null;
	const twin = store.plugins.list().find((each) => each.name !== name && each.current?.manifest.id === id);
	return twin?.name ?? null;
}
