import type { InspectAnswer } from '../../../shared/api/plugin-routes.ts';
import type { WireError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { Manifest } from '../../../shared/plugin/manifest.ts';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { type Provenance, signerOf, twinSigner } from '../../../shared/plugin/provenance.ts';
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

type Known = Pick<InspectAnswer, 'knownAs' | 'knownSigner'>;

/** The plugin that has this id under another name, and whether this is signed as that one. */
export function knownTwin({ store }: RegistryContext, { name, id }: Manifest, provenance: Provenance): Known {
	const twin =
		id === undefined
			? undefined
			: store.plugins.list().find((each) => each.name !== name && each.current?.manifest.id === id);
	if (twin === undefined) return { knownAs: null, knownSigner: null };
	// What was accepted counts, not what came into its folder since.
	const accepted = twin.pinned ?? twin.current?.signer ?? null;
	return { knownAs: twin.name, knownSigner: twinSigner(signerOf(provenance), accepted) };
}
