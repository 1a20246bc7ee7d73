import { Blocks, FlaskConical, History, Scale } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { useRoute } from '../../client/engine.tsx';
import { navigate } from '../../lib/nav/hash-location.ts';
import { links } from '../../lib/nav/links.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { fits } from './fits.ts';
import type { Command } from './use-commands.ts';

/** Of each kind, so that the list stays one to look at. */
const MOST = 8;

/** Plugins (with their policies and tests) and runs that fit what was typed. */
export function useFinds(
	typed: string,
	open: boolean,
): { readonly plugins: readonly Command[]; readonly runs: readonly Command[] } {
	const { t } = useTranslation('palette');
	const { t: common } = useTranslation();
	const format = useFormat();
	const text = typed.trim().toLowerCase();
	const plugins = useRoute('plugins.list', {}, { enabled: open });
	const isId = /^[0-9a-f]{4,12}$/.test(text);
	const found = useRoute('runs.list', { text, limit: MOST }, { enabled: open && text.length > 1, keepPrevious: true });
	const named = useRoute('runs.get', { id: text }, { enabled: open && isId });
	const ofPlugin = ({ name, state }: PluginRecord): readonly Command[] => [
		{
			id: `plugin-${name}`,
			label: name,
			icon: Blocks,
			detail: common(`pluginState.${state}`),
			run: () => navigate(links.plugin(name)),
		},
		...(text === ''
			? []
			: [
					{
						id: `policy-${name}`,
						label: t('policyOf', { name }),
						icon: Scale,
						run: () => navigate(links.plugin(name, 'policy')),
					},
					{
						id: `test-${name}`,
						label: t('testOf', { name }),
						icon: FlaskConical,
						run: () => navigate(links.plugin(name, 'test')),
					},
				]),
	];
	// By their names first: “t” means a plugin rather than the tests of all of them.
	const fitting = (plugins.data ?? [])
		.toSorted((one, other) => Number(fits(other.name, text)) - Number(fits(one.name, text)))
		.map((plugin) => ofPlugin(plugin).filter(({ label }) => fits(label, text)))
		.filter((items) => items.length > 0)
		.slice(0, MOST);
	const runs = [
		...(named.data === undefined ? [] : [named.data]),
		...(text.length > 1 ? (found.data?.runs ?? []) : []),
	];
	return {
		plugins: fitting.flat(),
		runs: [...new Map(runs.map((run) => [run.id, run])).values()].slice(0, MOST).map((run) => ({
			id: `run-${run.id}`,
			label: t('runOf', { label: plainText(run.label), status: common(`runStatus.${run.status}`) }),
			icon: History,
			detail: format.time(run.startedAt),
			run: () => navigate(links.run(run.id)),
		})),
	};
}
