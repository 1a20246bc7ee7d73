import { CircleStop, History, OctagonX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RunSummary } from '../../../shared/run/run.ts';
import { useAct, useRoute } from '../../client/engine.tsx';
import { useToasts } from '../../components/toasts.tsx';
import type { Command } from '../../lib/keys/command.ts';
import { useCommandWords } from '../../lib/keys/use-command-words.ts';
import { links } from '../../lib/nav/links.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { useAttempt } from './use-actions.ts';

/** Of each kind, so that the list stays one to look at. */
const MOST = 8;
/** As many are stopped at once; nobody has more under way. */
const MOST_RUNNING = 200;

interface RunFinds {
	/** What can be stopped: matched by its words like everything else. */
	readonly running: readonly Command[];
	/** What the engine found for what was typed: they fit already. */
	readonly found: readonly Command[];
}

/** Runs under way, and those that fit what was typed: by text, or by the beginning of an id. */
export function useRunFinds(typed: string): RunFinds {
	const { t } = useTranslation('palette');
	const { t: common } = useTranslation();
	const words = useCommandWords();
	const act = useAct();
	const attempt = useAttempt();
	const toasts = useToasts();
	const format = useFormat();
	const text = typed.trim().toLowerCase();
	const running = useRoute('runs.list', { status: 'running', limit: MOST_RUNNING });
	const found = useRoute('runs.list', { text, limit: MOST }, { enabled: text.length > 1, keepPrevious: true });
	const named = useRoute('runs.get', { id: text }, { enabled: /^[0-9a-f]{4,12}$/.test(text) });
	const under = running.data?.runs ?? [];
	const nameOf = (run: RunSummary): string => plainText(run.label);
	const open = (run: RunSummary): Command => ({
		id: `run-${run.id}`,
		label: `${nameOf(run)} · ${common(`runStatus.${run.status}`)}`,
		also: [run.id],
		icon: History,
		detail: `${run.id} · ${format.time(run.startedAt)}`,
		to: links.run(run.id),
	});
	const list = text.length > 1 ? [...(named.data === undefined ? [] : [named.data]), ...(found.data?.runs ?? [])] : [];
	return {
		running: [
			...(under.length > 1
				? [
						{
							id: 'cancel-all',
							...words('runCancelAll'),
							icon: OctagonX,
							danger: true,
							act: attempt(async () => {
								const ends = await Promise.all(under.map(({ id }) => act('runs.cancel', { id })));
								const count = ends.filter(({ cancelled }) => cancelled).length;
								toasts.done(() => t('cancelled', { count, text: format.count(count) }));
							}),
						},
					]
				: []),
			...under.slice(0, MOST).map((run) => ({
				id: `cancel-${run.id}`,
				...words('runCancel', { name: nameOf(run) }),
				icon: CircleStop,
				detail: run.id,
				act: attempt(async () => {
					const { cancelled } = await act('runs.cancel', { id: run.id });
					const count = cancelled ? 1 : 0;
					toasts.done(() => t('cancelled', { count, text: format.count(count) }));
				}),
			})),
		],
		found: [...new Map(list.map((run) => [run.id, run])).values()].slice(0, MOST).map(open),
	};
}
