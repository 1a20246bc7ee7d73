import type { ReactNode } from 'react';

/** A part of the panel with a heading of its own. */
export function PanelSection({ title, children }: { readonly title: string; readonly children: ReactNode }) {
	return (
		<section className="flex min-w-0 flex-col gap-3">
			<h3 className="font-semibold">{title}</h3>
			{children}
		</section>
	);
}
