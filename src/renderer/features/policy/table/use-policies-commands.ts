import { Filter, Scale, SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCommandWords } from '../../../lib/keys/use-command-words.ts';
import { useCommandsHere } from '../../../lib/keys/use-keys.tsx';
import { links } from '../../../lib/nav/links.ts';
import { type PolicyFilter, type PolicyLine, policyFilters } from './policy-summary.ts';

/** As many lines lead to their policy from the palette; the others are found by their names. */
const MOST = 8;

/** What can be done with the list of policies that is looked at: other lines, all again, the policy of each that is shown. */
export function usePoliciesCommands({
	shown,
	filter,
	isNarrowed,
	onShow,
	onClear,
}: {
	readonly shown: readonly PolicyLine[];
	readonly filter: PolicyFilter;
	readonly isNarrowed: boolean;
	onShow(filter: PolicyFilter): void;
	onClear(): void;
}): void {
	const { t } = useTranslation('policy');
	const words = useCommandWords();
	useCommandsHere([
		...(isNarrowed ? [{ id: 'listClear', ...words('listClear'), icon: SearchX, act: onClear }] : []),
		...policyFilters
			.filter((other) => other !== filter && other !== 'all')
			.map((other) => ({
				id: `policies-${other}`,
				...words('policiesShow', { name: t(`list.filters.${other}`) }),
				icon: Filter,
				act: () => onShow(other),
			})),
		...shown.slice(0, MOST).map(({ record: { name } }) => ({
			id: `pluginPolicy-${name}`,
			...words('pluginPolicy', { name }),
			icon: Scale,
			to: links.plugin(name, 'policy'),
		})),
	]);
}
