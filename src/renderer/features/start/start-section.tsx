import clsx from 'clsx';
import type { ReactNode } from 'react';

/** A way in: what it is, what it does, and the button that does it. */
export function StartSection({
	id,
	title,
	text,
	action,
	className,
	children,
}: {
	readonly id: string;
	readonly title: string;
	readonly text: string;
	readonly action: ReactNode;
	readonly className: string;
	readonly children: ReactNode;
}) {
	return (
		<section aria-labelledby={id} className={clsx('flex flex-col', className)}>
			<header className="flex flex-wrap items-start gap-3">
				<div className="min-w-60 flex-1">
					<h3 id={id} className="text-title font-semibold">
						{title}
					</h3>
					<p className="text-muted">{text}</p>
				</div>
				{action}
			</header>
			{children}
		</section>
	);
}
