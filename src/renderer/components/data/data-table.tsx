import clsx from 'clsx';
import type { ReactNode } from 'react';

interface Head {
	readonly text: string;
	/** Width, distance and side of what stands in the column's head. */
	readonly className?: string;
	/** For the screen reader alone. */
	readonly isHidden?: boolean;
}

/** A table by the names of its columns; `children` are its rows. Columns are on the left unless they say otherwise. */
export function DataTable({
	heads,
	label,
	className,
	headClassName,
	isLined = false,
	children,
}: {
	readonly heads: readonly Head[];
	/** Undefined: what stands around it says what it is. */
	readonly label?: string;
	readonly className?: string;
	readonly headClassName?: string;
	/** A line below each head and each row, close together: the table of a few facts. */
	readonly isLined?: boolean;
	readonly children: ReactNode;
}) {
	return (
		<table aria-label={label} className={clsx('w-full', isLined && 'border-collapse', className)}>
			<thead>
				<tr className={clsx('text-left text-small text-muted', headClassName)}>
					{heads.map((head, index) => (
						<th
							// biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
							key={index}
							scope="col"
							className={clsx(isLined ? 'border-b border-line px-2 py-1 font-medium' : 'font-normal', head.className)}
						>
							{head.isHidden === true ? <span className="sr-only">{head.text}</span> : head.text}
						</th>
					))}
				</tr>
			</thead>
			<tbody>{children}</tbody>
		</table>
	);
}
