import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { QuarantinedRecord } from '../../../../shared/api/flow-routes.ts';
import { IconButton } from '../../../components/controls/button.tsx';
import { Checkbox } from '../../../components/controls/toggles.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useFailureText } from '../../../lib/text/use-failure-text.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { ASIDE_PAGE } from './which.ts';

/** Of a record, in a row. */
const MAX_SHOWN = 80;

export function AsideTable({
	records,
	chosen,
	onChoose,
	onOpen,
	total,
	page,
	onPage,
}: {
	readonly records: readonly QuarantinedRecord[];
	readonly chosen: ReadonlySet<number>;
	onChoose(ids: ReadonlySet<number>): void;
	onOpen(record: QuarantinedRecord): void;
	readonly total: number;
	readonly page: number;
	onPage(page: number): void;
}) {
	const { t } = useTranslation('quarantine');
	const marked = records.filter(({ id }) => chosen.has(id)).length;
	const head = 'px-2 font-normal';
	return (
		<>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard */}
			<section aria-label={t('title')} tabIndex={0} className="overflow-x-auto rounded-base border border-line">
				<table className="w-full">
					<thead>
						<tr className="h-8 bg-sunken text-left text-small text-muted">
							<th scope="col" className="w-8 px-3">
								<Checkbox
									checked={records.length > 0 && marked === records.length}
									mixed={marked > 0 && marked < records.length}
									label={t('chooseAll')}
									hideLabel
									onChange={(next) => onChoose(new Set(next ? records.map(({ id }) => id) : []))}
								/>
							</th>
							<th scope="col" className={head}>
								{t('record')}
							</th>
							<th scope="col" className={head}>
								{t('why')}
							</th>
							<th scope="col" className={`${head} slim:hidden`}>
								{t('component')}
							</th>
							<th scope="col" className={`${head} whitespace-nowrap narrow:hidden`}>
								{t('when')}
							</th>
						</tr>
					</thead>
					<tbody>
						{records.map((record) => (
							<Row
								key={record.id}
								record={record}
								isChosen={chosen.has(record.id)}
								onChoose={(next) => {
									const ids = new Set(chosen);
									if (next) ids.add(record.id);
									else ids.delete(record.id);
									onChoose(ids);
								}}
								onOpen={() => onOpen(record)}
							/>
						))}
					</tbody>
				</table>
			</section>
			{total > ASIDE_PAGE && <Pages total={total} page={page} onPage={onPage} />}
		</>
	);
}

function Row({
	record,
	isChosen,
	onChoose,
	onOpen,
}: {
	readonly record: QuarantinedRecord;
	readonly isChosen: boolean;
	onChoose(next: boolean): void;
	onOpen(): void;
}) {
	const { t } = useTranslation('quarantine');
	const format = useFormat();
	const failure = useFailureText()(record.error);
	const name = t('recordOf', { number: format.count(record.record), component: record.component });
	return (
		<tr className="border-t border-line align-top">
			<td className="px-3 py-1.5">
				<Checkbox checked={isChosen} label={t('choose', { name })} hideLabel onChange={onChoose} />
			</td>
			<td className="max-w-80 px-2 py-1">
				<button
					type="button"
					className="block max-w-full truncate rounded-small text-left font-mono text-small text-accent hover:underline"
					onClick={onOpen}
				>
					<PluginText max={MAX_SHOWN}>{record.text}</PluginText>
					<span className="sr-only"> {t('open', { name })}</span>
				</button>
				<span aria-hidden className="tabular block text-small text-muted">
					{t('number', { number: format.count(record.record) })}
				</span>
				{(record.isEdited || record.replayedIn !== null) && (
					<span className="text-small text-muted">{t(record.replayedIn === null ? 'edited' : 'replayed')}</span>
				)}
			</td>
			<td className="px-2 py-1 wrap-anywhere">
				<span className="line-clamp-2">
					<PluginText max={200}>{failure.said ?? failure.text}</PluginText>
				</span>
			</td>
			<td className="max-w-48 px-2 py-1 slim:hidden">
				<span className="block truncate">
					<PluginText>{record.component}</PluginText>
				</span>
				<span className="block min-w-28 truncate text-small text-muted" title={plainText(record.flow)}>
					<PluginText>{record.flow}</PluginText>
				</span>
			</td>
			<td className="px-2 py-1 whitespace-nowrap text-muted narrow:hidden" title={format.fullTime(record.at)}>
				{format.relative(record.at)}
			</td>
		</tr>
	);
}

function Pages({ total, page, onPage }: { readonly total: number; readonly page: number; onPage(page: number): void }) {
	const { t } = useTranslation('quarantine');
	const format = useFormat();
	const last = Math.ceil(total / ASIDE_PAGE) - 1;
	const [from, to] = [page * ASIDE_PAGE + 1, Math.min(total, (page + 1) * ASIDE_PAGE)];
	return (
		<nav aria-label={t('pages')} className="flex items-center justify-end gap-2">
			<span aria-live="polite" className="tabular text-muted">
				{t('shown', { from: format.count(from), to: format.count(to), total: format.count(total) })}
			</span>
			<IconButton icon={ChevronLeft} label={t('newer')} disabled={page <= 0} onClick={() => onPage(page - 1)} />
			<IconButton icon={ChevronRight} label={t('older')} disabled={page >= last} onClick={() => onPage(page + 1)} />
		</nav>
	);
}
