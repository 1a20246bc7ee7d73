// biome-ignore-all lint/a11y/useSemanticElements: rows and cells are placed one by one, as no table can
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import clsx from 'clsx';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { AuthorMark, IntegrityMark } from '../../../components/module/provenance.tsx';
import { PreloadMark } from '../../../components/progress/preload-mark.tsx';
import { PluginStatus } from '../../../components/status.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { Powers } from './powers.tsx';
import { powersOf } from './powers-of.ts';
import { Reason } from './reason.tsx';
import { Activity, Counts, RowFrame, type RowProps } from './table/row-parts.tsx';

/** px */
export const ROW_HEIGHT = 52;

/** One plugin in two lines. The list has the focus; the row that its keys act on is drawn as the active one. */
export const PluginRow = memo(function PluginRow(props: RowProps) {
	const { entry, onReview } = props;
	const { name, record, condition, type, policy, preload, buckets } = entry;
	const { t: common } = useTranslation();
	const version = record.current?.label ?? null;
	// The reason takes the room that nothing else needs.
	const hasPowers = policy !== null && powersOf(policy).length > 0;
	return (
		<RowFrame
			row={props}
			height={ROW_HEIGHT}
			className="grid grid-cols-[28px_minmax(0,1fr)_auto] grid-rows-[20px_20px] content-center gap-x-2"
			tickClass="row-span-2"
		>
			<div role="gridcell" className="flex min-w-0 items-baseline gap-2">
				{/* What a plugin is called gets its room before what is said of it, and its version before the marks. */}
				<span className="flex max-w-full min-w-0 shrink-0 items-baseline gap-2">
					<span
						className={clsx(
							'shrink-0 truncate font-medium',
							preload === null ? 'max-w-full' : 'max-w-[calc(100%-24px)]',
						)}
					>
						{name}
					</span>
					{version !== null && (
						<PluginText max={40} className="min-w-0 truncate text-small text-muted tabular">
							{version}
						</PluginText>
					)}
					{preload !== null && <PreloadMark state={preload} />}
				</span>
				{record.current !== null && (
					// A mark that has no room goes whole: behind a letter without width it is in a second line, which is not shown.
					<span className="-ml-2 flex h-5 min-w-0 shrink flex-wrap items-baseline gap-2 overflow-hidden text-small leading-5 before:w-0 *:min-w-16 before:content-['\200b']">
						<IntegrityMark integrity={record.integrity} />
						<AuthorMark signer={record.current.signer} plugin={record.name} />
					</span>
				)}
			</div>
			<div role="gridcell" className="flex items-center justify-end gap-1.5">
				<Counts entry={entry} />
				{buckets.length > 0 && <Activity buckets={buckets} />}
			</div>
			<div
				role="gridcell"
				className={clsx('flex min-w-0 items-center gap-2 text-small', !hasPowers && 'col-start-2 col-end-4')}
			>
				<PluginStatus state={condition} />
				{type !== null && <span className="shrink-0 text-muted">{common(`type.${type}`)}</span>}
				<Reason record={record} condition={condition} onReview={() => onReview(name)} />
			</div>
			{hasPowers && (
				<div role="gridcell" className="flex justify-end">
					<Powers policy={policy} />
				</div>
			)}
		</RowFrame>
	);
});
