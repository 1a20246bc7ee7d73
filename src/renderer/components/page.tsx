import type { ReactNode } from 'react';
import { useScreenTitle } from '../lib/nav/screen-title.ts';

/** A screen: its title, its actions, and what scrolls below. */
export function Page({
	title,
	actions,
	children,
	documentTitle,
}: {
	readonly title: ReactNode;
	readonly actions?: ReactNode;
	readonly children: ReactNode;
	/** Where `title` is not text alone. */
	readonly documentTitle?: string;
}) {
	useScreenTitle(documentTitle ?? (typeof title === 'string' ? title : ''));
	return (
		<section className="flex h-full min-h-0 flex-col">
			<header className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2">
				<h1 className="mr-auto min-w-0 text-title font-semibold">{title}</h1>
				{actions}
			</header>
			<div className="min-h-0 flex-1 overflow-auto">{children}</div>
		</section>
	);
}

/** A part of a screen with a heading of its own. */
export function Section({
	title,
	actions,
	children,
}: {
	readonly title: string;
	readonly actions?: ReactNode;
	readonly children: ReactNode;
}) {
	return (
		<section className="flex flex-col gap-2">
			<header className="flex min-h-7 items-center gap-2">
				<h2 className="mr-auto font-semibold">{title}</h2>
				{actions}
			</header>
			{children}
		</section>
	);
}

/** Names and values in two columns. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: ReactNode])[] }) {
	return (
		<dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-6 gap-y-1">
			{facts.map(([name, value]) => (
				<div key={name} className="contents">
					<dt className="text-muted">{name}</dt>
					<dd className="min-w-0 wrap-anywhere tabular">{value}</dd>
				</div>
			))}
		</dl>
	);
}
