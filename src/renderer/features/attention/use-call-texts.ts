import { useTranslation } from 'react-i18next';
import { links } from '../../lib/nav/links.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import type { Calls } from './use-calls.ts';

/** What calls for the person in words, each with the place where it is seen; what does not call is left out. */
export function useCallTexts(): (calls: Calls) => CallTexts {
	const { t } = useTranslation('attention');
	const format = useFormat();
	return ({ waiting, quarantined, failed, at }) => {
		const one = (key: 'waiting' | 'quarantined' | 'failed', count: number, to: string): readonly CallText[] =>
			count === 0 ? [] : [{ text: t(`call.${key}`, { count, text: format.count(count) }), count, to }];
		return {
			plugins: [
				...one('waiting', waiting, links.pluginsIn(['waiting_for_review'])),
				...one('quarantined', quarantined, links.pluginsIn(['quarantined'])),
			],
			runs: one('failed', failed, links.runs({ unseenAt: at })),
		};
	};
}

/** By the place of the window where it is seen. */
export type CallTexts = Readonly<Record<'plugins' | 'runs', readonly CallText[]>>;

interface CallText {
	readonly text: string;
	readonly count: number;
	/** Path in the window. */
	readonly to: string;
}
