import { useVirtualizer } from '@tanstack/react-virtual';
import clsx from 'clsx';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { entriesInForce, type PowerName, powerNames } from '../../../../shared/policy/powers.ts';
import { Link } from '../../../components/controls/link.tsx';
import { PluginStatus } from '../../../components/status.tsx';
import { links } from '../../../lib/nav/links.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { pathOf } from '../entries.ts';
import { AuthorName } from '../history/policy-history.tsx';
import type { PolicyLine, Summary } from './policy-summary.ts';

const ROW_PX = 44;

const columns = ['plugin', ...powerNames, 'memory', 'time', 'used', 'decision'] as const;
const widths: Readonly<Record<(typeof columns)[number], string>> = {
	plugin: 'w-40 xl:w-52',
	files: '',
	network: 'w-18 xl:w-24',
	environment: 'w-18 xl:w-24',
	memory: 'w-24',
	time: 'w-24',
	used: 'w-22',
	decision: 'w-32 xl:w-44',
};
/** What a narrow table can do without; the plugin's own page tells it. */
const hides: { readonly [C in (typeof columns)[number]]?: string } = {
	environment: 'single:hidden',
	memory: 'slim:hidden',
	time: 'single:hidden',
	decision: 'slim:hidden',
};
const figures: ReadonlySet<string> = new Set(['memory', 'time', 'used']);

/** A row for each plugin: what is in force, and under it what was asked for where that is something else. */
export function PolicyTable({ lines }: { readonly lines: readonly PolicyLine[] }) {
	const { t } = useTranslation('policy');
	const scroller = useRef<HTMLDivElement>(null);
	const rows = useVirtualizer({
		count: lines.length,
		estimateSize: () => ROW_PX,
		getScrollElement: () => scroller.current,
		overscan: 10,
	});
	const items = rows.getVirtualItems();
	const above = items[0]?.start ?? 0;
	const below = rows.getTotalSize() - (items.at(-1)?.end ?? 0);
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
		<section ref={scroller} className="h-full overflow-auto" tabIndex={0} aria-label={t('list.label')}>
			<table className="w-full table-fixed" aria-rowcount={lines.length + 1}>
				<colgroup>
					{columns.map((column) => (
						<col key={column} className={clsx(widths[column], hides[column])} />
					))}
				</colgroup>
				<thead className="sticky top-0 z-10 bg-panel">
					<tr className="h-8 text-left text-label text-muted shadow-[inset_0_-1px_0_var(--c-line)]">
						{columns.map((column, index) => (
							<th
								key={column}
								scope="col"
								className={clsx(
									'px-2 font-medium whitespace-nowrap',
									index === 0 && 'pl-4',
									figures.has(column) && 'text-right',
									hides[column],
								)}
							>
								{t(`list.column.${column}`)}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{above > 0 && <tr aria-hidden style={{ height: above }} />}
					{items.map(({ index }) => {
						const line = lines[index];
						return line === undefined ? null : <PolicyRow key={line.record.name} line={line} index={index} />;
					})}
					{below > 0 && <tr aria-hidden style={{ height: below }} />}
				</tbody>
			</table>
		</section>
	);
}

function PolicyRow({ line, index }: { readonly line: PolicyLine; readonly index: number }) {
	const { t } = useTranslation('policy');
	const { t: common } = useTranslation();
	const format = useFormat();
	const { record, requested, entry, asked, inForce, activity } = line;
	const granted = entry?.granted ?? null;
	const effective = entry?.effective ?? null;
	const entries = (power: PowerName): readonly string[] => (effective === null ? [] : entriesInForce(effective, power));
	const files = ({ reads, writes }: Summary): string =>
		[
			reads > 0 ? t('list.reads', { count: reads, text: format.count(reads) }) : '',
			writes > 0 ? t('list.writes', { count: writes, text: format.count(writes) }) : '',
		]
			.filter((part) => part !== '')
			.join(', ');
	const number = (count: number): string => (count === 0 ? '' : format.count(count));
	const told: Readonly<Record<PowerName, (summary: Summary) => string>> = {
		files,
		network: ({ hosts }) => number(hosts),
		environment: ({ variables }) => number(variables),
	};
	return (
		<tr
			aria-rowindex={index + 2}
			style={{ height: ROW_PX }}
			className="border-b border-line hover:bg-hover [&>td]:px-2"
		>
			<th scope="row" className="truncate pr-2 pl-4 text-left font-normal">
				<Link to={links.plugin(record.name, 'policy')} className="block truncate font-medium text-text!">
					{plainText(record.name)}
				</Link>
				<span className="text-small">
					<PluginStatus state={record.state} />
				</span>
			</th>
			{powerNames.map((power) => (
				<Pair
					key={power}
					className={hides[power]}
					now={told[power](inForce)}
					asked={told[power](asked)}
					list={entries(power)}
				/>
			))}
			<Pair
				figure
				className={hides.memory}
				now={effective === null ? '' : format.bytes(effective.max_memory)}
				asked={requested === null ? '' : format.bytes(requested.max_memory)}
			/>
			<Pair
				figure
				className={hides.time}
				now={effective === null ? '' : format.duration(effective.max_execution_time)}
				asked={requested === null ? '' : format.duration(requested.max_execution_time)}
			/>
			<td className="tabular text-right">
				<span className={clsx('block truncate', activity === null && 'text-muted')}>
					{activity === null ? '–' : common('count.runs', { count: activity.runs, text: format.count(activity.runs) })}
				</span>
				{activity !== null && activity.denials > 0 && (
					<Link
						className="block truncate text-small text-denied!"
						to={links.runs({ plugin: record.name, withDenials: true })}
					>
						{t('list.refused', { count: activity.denials, text: format.count(activity.denials) })}
					</Link>
				)}
			</td>
			<td className={clsx('truncate', hides.decision)}>
				{granted === null ? (
					<span className="text-attention">{t('list.undecided')}</span>
				) : (
					<>
						<span className="block truncate">
							{t('history.version', { version: String(granted.version) })} · <AuthorName author={granted.author} />
						</span>
						<span className="block truncate text-small text-muted" title={format.fullTime(granted.createdAt)}>
							{format.relative(granted.createdAt)}
						</span>
					</>
				)}
			</td>
		</tr>
	);
}

/** What is in force, and what was asked for where it is something else. */
function Pair({
	now,
	asked,
	list = [],
	figure,
	className,
}: {
	readonly className?: string | undefined;
	readonly now: string;
	readonly asked: string;
	readonly list?: readonly string[];
	readonly figure?: boolean;
}) {
	const { t } = useTranslation('policy');
	return (
		<td
			className={clsx('tabular', figure === true && 'text-right', className)}
			title={list.length === 0 ? undefined : plainText(list.slice(0, 20).join('\n'))}
		>
			<span className={clsx('block truncate', now === '' && 'text-muted')}>{now === '' ? '–' : now}</span>
			{asked !== now ? (
				<span className="block truncate text-small text-muted">
					{asked === '' ? t('list.notAsked') : t('list.asked', { text: asked })}
				</span>
			) : (
				list.length > 0 && (
					<span className="block truncate font-mono text-label text-muted">
						{plainText(list.slice(0, 5).map(pathOf).join(', '))}
					</span>
				)
			)}
		</td>
	);
}
