// biome-ignore-all lint/a11y/useSemanticElements: rows and cells are placed one by one, as no table can
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row

import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { descriptionOf } from '../../../../../shared/plugin/described.ts';
import { AuthorMark, IntegrityMark } from '../../../../components/module/provenance.tsx';
import { PreloadMark } from '../../../../components/progress/preload-mark.tsx';
import { PluginStatus } from '../../../../components/status.tsx';
import { PluginText } from '../../../../components/text/plugin-text.tsx';
import { plainText } from '../../../../lib/text/plain-text.ts';
import { useFormat } from '../../../../lib/text/use-format.ts';
import type { PluginEntry } from '../plugin-entry.ts';
import { Powers } from '../powers.tsx';
import { powersOf } from '../powers-of.ts';
import { Reason } from '../reason.tsx';
import { type PluginColumn, pluginFrames, TABLE_ROW_PX } from './columns.ts';
import { Activity, Counts, RowFrame, type RowProps } from './row-parts.tsx';

/** One plugin in the columns that a person chose. */
export const PluginTableRow = memo(function PluginTableRow(
	props: RowProps & { readonly columns: readonly PluginColumn[] },
) {
	const { entry, columns, onReview } = props;
	const cells = useCells(entry, onReview);
	return (
		<RowFrame row={props} height={TABLE_ROW_PX} className="flex" tickClass="w-7 shrink-0">
			{columns.map((column) => (
				<div key={column} role="gridcell" {...pluginFrames[column]}>
					{cells[column]()}
				</div>
			))}
		</RowFrame>
	);
});

/** What stands in each column; drawn only where it is shown. */
function useCells(
	entry: PluginEntry,
	onReview: (name: string) => void,
): Readonly<Record<PluginColumn, () => ReactNode>> {
	const { t: common, i18n } = useTranslation();
	const format = useFormat();
	const { name, record, condition, type, policy, preload, buckets } = entry;
	const metadata = record.current?.manifest.metadata;
	const description = metadata === undefined ? undefined : descriptionOf(metadata, i18n.language);
	const count = (value: number, tone: string): ReactNode => (
		<span className={value === 0 ? 'text-muted' : `font-medium ${tone}`}>{format.count(value)}</span>
	);
	return {
		name: () => (
			<span className="flex items-center gap-2">
				<span title={name} className="truncate font-medium">
					{name}
				</span>
				{preload !== null && <PreloadMark state={preload} />}
			</span>
		),
		state: () => (
			<span className="flex min-w-0 items-center gap-2">
				<PluginStatus state={condition} />
				<Reason record={record} condition={condition} onReview={() => onReview(name)} />
			</span>
		),
		version: () =>
			record.current?.label == null ? null : (
				<PluginText max={40} className="text-muted tabular">
					{record.current.label}
				</PluginText>
			),
		type: () => type !== null && <span className="text-muted">{common(`type.${type}`)}</span>,
		description: () =>
			description !== undefined && (
				<PluginText max={300} className="text-muted" title={plainText(description.slice(0, 1000))}>
					{description}
				</PluginText>
			),
		author: () =>
			metadata?.author !== undefined && (
				<PluginText max={100} className="text-muted">
					{metadata.author}
				</PluginText>
			),
		integrity: () => <IntegrityMark integrity={record.integrity} />,
		signer: () => record.current !== null && <AuthorMark signer={record.current.signer} plugin={record.name} />,
		powers: () => policy !== null && powersOf(policy).length > 0 && <Powers policy={policy} />,
		activity: () => buckets.length > 0 && <Activity buckets={buckets} />,
		lastRun: () =>
			entry.lastRunAt === null ? (
				<span className="text-muted">–</span>
			) : (
				<span title={format.fullTime(entry.lastRunAt)}>{format.relative(entry.lastRunAt)}</span>
			),
		trouble: () => <Counts entry={entry} />,
		failures: () => count(entry.failures, 'text-failed'),
		denials: () => count(entry.denials, 'text-denied'),
		memory: () => policy !== null && format.bytes(policy.max_memory),
		size: () => record.current !== null && <span className="text-muted">{format.bytes(record.current.size)}</span>,
	};
}
