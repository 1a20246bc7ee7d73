import { useVirtualizer } from '@tanstack/react-virtual';
import clsx from 'clsx';
import { useRef } from 'react';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import type { RecordTable } from '../../lib/json/read-records.ts';
import { plainText } from '../../lib/text/plain-text.ts';

const ROW_PX = 26;
/** Longer values are cut, characters. */
const MAX_CELL = 160;

/** Records as a table of which only the rows that are seen are drawn. */
export function RecordGrid({
	table,
	label,
	maxHeight = 320,
}: {
	readonly table: RecordTable;
	readonly label: string;
	readonly maxHeight?: number;
}) {
	const scroller = useRef<HTMLElement>(null);
	const rows = useVirtualizer({
		count: table.rows.length,
		getScrollElement: () => scroller.current,
		estimateSize: () => ROW_PX,
		overscan: 10,
	});
	const items = rows.getVirtualItems();
	const before = items[0]?.start ?? 0;
	const after = rows.getTotalSize() - (items.at(-1)?.end ?? 0);
	return (
		<section
			ref={scroller}
			aria-label={label}
			// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
			tabIndex={0}
			style={{ maxHeight }}
			data-scrolls-across
			className="overflow-auto rounded-base border border-line"
		>
			<table aria-label={label} aria-rowcount={table.rows.length + 1} className="w-full text-small">
				<thead className="sticky top-0 z-1 bg-sunken">
					<tr aria-rowindex={1}>
						{table.columns.map((column) => (
							<th
								key={column}
								scope="col"
								className={clsx(
									'h-7 max-w-72 truncate px-2 font-medium whitespace-nowrap text-muted',
									table.numeric.has(column) ? 'text-right' : 'text-left',
								)}
							>
								<bdi>{cell(column)}</bdi>
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{before > 0 && <tr aria-hidden style={{ height: before }} />}
					{items.map(({ index }) => (
						<tr key={index} aria-rowindex={index + 2} className="h-[26px] border-t border-line">
							{table.columns.map((column) => (
								<td
									key={column}
									className={clsx(
										'max-w-72 truncate px-2 whitespace-nowrap',
										table.numeric.has(column) && 'text-right font-mono',
									)}
								>
									<bdi>{cell(table.rows[index]?.[column])}</bdi>
								</td>
							))}
						</tr>
					))}
					{after > 0 && <tr aria-hidden style={{ height: after }} />}
				</tbody>
			</table>
		</section>
	);
}

function cell(value: JsonValue | undefined): string {
	if (value === undefined) return '';
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return plainText(text.length > MAX_CELL ? `${text.slice(0, MAX_CELL)}…` : text);
}
