import { Blocks, FlaskConical, History, Scale } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '../../client/engine.tsx';
import { navigate } from '../../lib/hash-location.ts';
import { links } from '../../lib/links.ts';
import { plainText } from '../../lib/plain-text.ts';
import { useFormat } from '../../lib/use-format.ts';
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
	const fitting = (plugins.data ?? []).filter(({ name }) => name.includes(text)).slice(0, MOST);
	const runs = [
		...(named.data === undefined ? [] : [named.data]),
		...(text.length > 1 ? (found.data?.runs ?? []) : []),
	];
	return {
		plugins: fitting.flatMap(({ name, state }): readonly Command[] => [
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
		]),
		runs: [...new Map(runs.map((run) => [run.id, run])).values()].slice(0, MOST).map((run) => ({
			id: `run-${run.id}`,
			label: t('runOf', { label: plainText(run.label), status: common(`runStatus.${run.status}`) }),
			icon: History,
			detail: format.time(run.startedAt),
			run: () => navigate(links.run(run.id)),
		})),
	};
}
