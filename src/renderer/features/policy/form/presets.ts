import { limitFieldsOf, policyLimits } from '../../../../shared/policy/policy-limits.ts';
import { type EntryList, powers } from '../../../../shared/policy/powers.ts';
import { lockedDown, type SecurityPolicy } from '../../../../shared/policy/security-policy.ts';
import { pathOf, samePolicy } from '../entries.ts';

export const presets = ['lockedDown', 'readFolders', 'talkToHosts', 'asAsked'] as const;
export type Preset = (typeof presets)[number];

/**
 * A starting point. Those that keep a list take the draft's own, else what is asked for; limits stay as they are, except
 * where the preset is about everything.
 */
export function presetPolicy(
	preset: Preset,
	{ draft, requested }: { readonly draft: SecurityPolicy; readonly requested: SecurityPolicy | null },
): SecurityPolicy {
	const limits = limitFieldsOf((name) => draft[policyLimits[name].field]);
	const listOf = (list: EntryList): readonly string[] =>
		draft[list].length > 0 ? draft[list] : (requested?.[list] ?? []);
	switch (preset) {
		case 'lockedDown':
			return lockedDown;
		case 'readFolders': {
			const { gate, list } = powers.files;
			const paths = [...new Set(listOf(list).map(pathOf))];
			return { ...lockedDown, ...limits, [gate]: true, [list]: paths.map((path) => `${path}:ro`) };
		}
		case 'talkToHosts': {
			const { gate, list } = powers.network;
			return { ...lockedDown, ...limits, [gate]: true, [list]: listOf(list) };
		}
		case 'asAsked':
			return requested ?? lockedDown;
	}
}

/** The preset that a policy is at the moment; null: one of its own. */
export function presetOf(draft: SecurityPolicy, requested: SecurityPolicy | null): Preset | null {
	const fits = (preset: Preset): boolean => samePolicy(presetPolicy(preset, { draft, requested }), draft);
	if (requested !== null && fits('asAsked')) return 'asAsked';
	if (fits('lockedDown')) return 'lockedDown';
	const pure = presets.filter((preset) => preset === 'readFolders' || preset === 'talkToHosts');
	return pure.find(fits) ?? null;
}
