import { useTranslation } from 'react-i18next';
import type { RunFilters } from '../../../../shared/run/run.ts';
import { useAsk } from '../../../client/engine.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { upTo } from '../filter/run-query.ts';
import type { RunSort } from '../table/run-sort.ts';
import { anchorOf, type Selection, stretched } from '../table/selection.ts';
import type { RunPages } from '../table/use-run-pages.ts';

/** What the engine takes at once. */
const MOST = 100_000;
const PER_QUESTION = 5000;

/** Chooses every run from where the stretch began to a row; asks for those that are not at hand. */
export function useStretch({
	filters,
	order,
	head,
	pages,
	selection,
	setSelection,
}: {
	readonly filters: RunFilters;
	/** Nothing: newest first. */
	readonly order: Partial<RunSort>;
	readonly head: number | null;
	readonly pages: RunPages;
	readonly selection: Selection;
	setSelection(change: (before: Selection) => Selection): void;
}): (from: number, to: number) => Promise<void> {
	const { t } = useTranslation('runs');
	const ask = useAsk();
	const toasts = useToasts();
	const format = useFormat();
	return async (from, to) => {
		const anchor = anchorOf(selection, from);
		const [first, last] = [Math.min(anchor, to), Math.max(anchor, to)];
		if (last - first >= MOST) return toasts.done(() => t('tooMany', { text: format.count(MOST) }));
		let ids = Array.from({ length: last - first + 1 }, (_, offset) => pages.at(first + offset)?.id);
		if (ids.includes(undefined)) {
			try {
				ids = [];
				for (let offset = first; offset <= last; offset += PER_QUESTION) {
					const limit = Math.min(PER_QUESTION, last - offset + 1);
					const { runs } = await ask('runs.list', { ...upTo(filters, head), ...order, offset, limit });
					ids.push(...runs.map(({ id }) => id));
				}
			} catch (error) {
				return toasts.failed(() => t('selectFailed'), error);
			}
		}
		const known = ids.filter((id) => id !== undefined);
		setSelection((before) => stretched(before, anchor, known));
	};
}
