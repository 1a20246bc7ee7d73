import { Tabs as BaseTabs } from '@base-ui/react/tabs';
import clsx from 'clsx';
import type { ReactNode } from 'react';

interface Tab<V extends string> {
	readonly value: V;
	readonly label: string;
	readonly badge?: ReactNode;
}

/** Tabs whose choice the address keeps: `onChange` navigates. The panel of the chosen one alone is drawn. */
export function Tabs<V extends string>({
	label,
	value,
	tabs,
	onChange,
	children,
	className,
}: {
	readonly label: string;
	readonly value: V;
	readonly tabs: readonly Tab<V>[];
	onChange(value: V): void;
	readonly children: ReactNode;
	readonly className?: string;
}) {
	return (
		<BaseTabs.Root
			value={value}
			onValueChange={(next) => onChange(next as V)}
			className={clsx('flex min-h-0 flex-1 flex-col', className)}
		>
			<BaseTabs.List
				aria-label={label}
				activateOnFocus={false}
				className="flex shrink-0 gap-1 border-b border-line px-3"
			>
				{tabs.map((tab) => (
					<BaseTabs.Tab
						key={tab.value}
						value={tab.value}
						className="-mb-px flex h-8 items-center gap-1.5 border-b-2 border-transparent px-2 text-muted hover:text-text data-active:border-accent data-active:font-medium data-active:text-text"
					>
						{tab.label}
						{tab.badge}
					</BaseTabs.Tab>
				))}
			</BaseTabs.List>
			<BaseTabs.Panel value={value} className="flex min-h-0 flex-1 flex-col" tabIndex={-1}>
				{children}
			</BaseTabs.Panel>
		</BaseTabs.Root>
	);
}
