import clsx from 'clsx';
import type { ReactNode } from 'react';

interface Head {
	readonly text: string;
	/** Width, distance and side of what stands in the column's head. */
	readonly className?: string;
}

/** A table by the names of its columns; `children` are its rows. Columns are on the left unless they say otherwise. */
export function DataTable({
	heads,
	label,
	className,
	headClassName,
	children,
}: {
	readonly heads: readonly Head[];
	/** Undefined: what stands around it says what it is. */
	readonly label?: string;
	readonly className?: string;
	readonly headClassName?: string;
	readonly children: ReactNode;
}) {
	return (
		<table aria-label={label} className={clsx('w-full', className)}>
			<thead>
				<tr className={clsx('text-left text-small text-muted', headClassName)}>
					{heads.map((head) => (
						<th key={head.text} scope="col" className={clsx('font-normal', head.className)}>
							{head.text}
						</th>
					))}
				</tr>
			</thead>
			<tbody>{children}</tbody>
		</table>
	);
}
