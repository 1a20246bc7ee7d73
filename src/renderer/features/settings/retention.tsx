import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteOutput } from '../../../shared/api/routes.ts';
import { useAction, useAsk, useRoute } from '../../client/engine.tsx';
import { Button } from '../../components/controls/button.tsx';
import { ConfirmDialog } from '../../components/controls/dialog.tsx';
import { Link } from '../../components/controls/link.tsx';
import { ProgressBar } from '../../components/progress/progress.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { links } from '../../lib/nav/links.ts';
import { byteUnits, timeUnits } from '../../lib/text/quantity.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { QuantityRow } from './quantity-row.tsx';
import { Group } from './setting-row.tsx';
import { type Setting, useSetting } from './use-setting.ts';

const HOUR_MS = 3_600_000;
const MIB = 1024 * 1024;
const ageUnits = timeUnits.slice(3);
const sizeUnits = byteUnits.slice(1);

interface Question {
	readonly text: string;
	answer(yes: boolean): void;
}

/** How long the history is kept, what it takes, and what was given back. A change that costs runs asks first. */
export function Retention() {
	const { t } = useTranslation('settings');
	const format = useFormat();
	const ask = useAsk();
	const toasts = useToasts();
	const stats = useRoute('stats.get', {});
	const limit = useSetting('retention_bytes').value;
	const age = useSetting('retention_age_ms').value;
	const most = useSetting('retention_runs').value;
	const prune = useAction('runs.prune');
	const [question, setQuestion] = useState<Question | null>(null);
	const [pruned, setPruned] = useState<RouteOutput<'runs.prune'> | null>(null);
	const asking = useRef(0);

	const confirmed = (text: string): Promise<boolean> =>
		new Promise((resolve) => {
			asking.current += 1;
			setQuestion({
				text,
				answer(yes) {
					setQuestion(null);
					resolve(yes);
				},
			});
		});
	async function clean(bounds: { maxAgeMs?: number; maxRuns?: number; maxBytes?: number }): Promise<void> {
		try {
			setPruned(await prune.mutateAsync(bounds));
		} catch (error) {
			toasts.failed(() => t('history.pruneFailed'), error);
		}
	}
	/** Saves a bound after asking where runs lie beyond it; those go at once. */
	const bound =
		(costOf: (next: number) => Promise<string | null>, key: 'maxAgeMs' | 'maxRuns' | 'maxBytes') =>
		async (next: number, save: Setting<number>['save']): Promise<boolean> => {
			const cost = await costOf(next);
			if (cost !== null && !(await confirmed(cost))) return false;
			if (!(await save(next))) return true;
			if (cost !== null) await clean({ [key]: next });
			return true;
		};
	const lost = (count: number): string | null =>
		count <= 0 ? null : t('history.lost', { count, text: format.count(count) });
	const total = stats.data?.runs ?? 0;
	const used = stats.data?.databaseBytes ?? 0;
	return (
		<Group title={t('history.title')}>
			<div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3 py-3">
				<div className="flex min-w-48 flex-1 flex-col gap-1.5">
					<p className="tabular">
						{stats.data === undefined
							? t('history.counting')
							: t('history.used', {
									count: total,
									text: format.count(total),
									bytes: format.bytes(used),
									limit: limit === undefined ? '–' : format.bytes(limit),
								})}
					</p>
					<ProgressBar
						label={t('history.usedLabel')}
						value={limit === undefined ? 0 : Math.min(1, used / Math.max(1, limit))}
					/>
					<p aria-live="polite" className="text-small text-muted empty:hidden">
						{pruned !== null &&
							(pruned.runs === 0
								? t('history.prunedNothing')
								: t('history.pruned', {
										count: pruned.runs,
										text: format.count(pruned.runs),
										bytes: format.bytes(pruned.bytes),
									}))}
					</p>
				</div>
				<Button
					busy={prune.isPending}
					disabled={age === undefined || most === undefined || limit === undefined}
					title={t('history.pruneHint')}
					onClick={() => {
						if (age !== undefined && most !== undefined && limit !== undefined)
							void clean({ maxAgeMs: age, maxRuns: most, maxBytes: limit });
					}}
				>
					{t('history.prune')}
				</Button>
			</div>
			<QuantityRow
				setting="retention_age_ms"
				label={t('history.age')}
				hint={t('history.ageHint')}
				units={ageUnits}
				min={HOUR_MS}
				print={format.duration}
				onCommit={bound(async (next) => {
					const { total: older } = await ask('runs.list', { until: Date.now() - next, limit: 1 });
					return lost(older);
				}, 'maxAgeMs')}
			/>
			<QuantityRow
				setting="retention_runs"
				label={t('history.runs')}
				hint={t('history.runsHint')}
				units={[]}
				min={1}
				print={format.count}
				onCommit={bound(async (next) => lost((await ask('stats.get', {})).runs - next), 'maxRuns')}
			/>
			<QuantityRow
				setting="retention_bytes"
				label={t('history.bytes')}
				hint={t('history.bytesHint')}
				units={sizeUnits}
				min={MIB}
				print={format.bytes}
				onCommit={bound(async (next) => {
					const { databaseBytes } = await ask('stats.get', {});
					return databaseBytes > next ? t('history.tooBig', { bytes: format.bytes(databaseBytes) }) : null;
				}, 'maxBytes')}
			/>
			<QuantityRow
				setting="quarantine_bytes"
				label={t('history.quarantine')}
				hint={t('history.quarantineHint')}
				units={sizeUnits}
				min={0}
				print={format.bytes}
			/>
			<QuantityRow
				setting="trash_ms"
				label={t('history.trash')}
				hint={
					<>
						{t('history.trashHint')} <Link to={links.trash()}>{t('history.toTrash')}</Link>
					</>
				}
				units={ageUnits}
				min={0}
				print={format.duration}
			/>
			<ConfirmDialog
				key={asking.current}
				open={question !== null}
				title={t('history.confirm')}
				action={t('history.confirmAction')}
				onClose={() => question?.answer(false)}
				onConfirm={() => question?.answer(true)}
			>
				{question?.text}
			</ConfirmDialog>
		</Group>
	);
}
