import clsx from 'clsx';
import { Check } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataFlareError } from '../../../shared/errors/errors.ts';
import { PluginText } from '../../components/text/plugin-text.tsx';
import type { SettingRowName } from '../../lib/keys/setting-rows.ts';
import { useHashQuery } from '../../lib/nav/hash-location.ts';
import { sentencesOf } from '../../lib/text/failure-text.ts';
import { useFailureText } from '../../lib/text/use-failure-text.ts';

/** How long a row that was looked for stands out, ms. */
const FOUND_MS = 2_000;

/** A part of the settings. */
export function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
	const id = useId();
	return (
		<section aria-labelledby={id} className="flex flex-col gap-2">
			<h2 id={id} className="font-semibold">
				{title}
			</h2>
			<div className="divide-y divide-line rounded-base border border-line">{children}</div>
		</section>
	);
}

/** What a setting is, what it does, its control, and beside it that it is saved or why it is not. */
export function SettingRow({
	name,
	label,
	hint,
	isSaved = false,
	error = null,
	children,
}: {
	/** By which the palette leads to it. */
	readonly name?: SettingRowName | undefined;
	readonly label: string;
	readonly hint?: ReactNode;
	readonly isSaved?: boolean;
	/** The engine's refusal, or what is wrong with what was typed. */
	readonly error?: DataFlareError | string | null;
	children(ids: { readonly describedBy: string }): ReactNode;
}) {
	const { t } = useTranslation('settings');
	const say = useFailureText();
	const id = useId();
	const row = useRef<HTMLDivElement>(null);
	const isFound = useFound(name, row);
	return (
		<div
			ref={row}
			tabIndex={-1}
			data-takes-focus
			className={clsx(
				'flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2 transition-colors duration-180',
				isFound && 'bg-selected',
			)}
		>
			<div className="min-w-48 flex-1">
				<p className="font-medium">{label}</p>
				{hint !== undefined && <div className="text-small text-muted">{hint}</div>}
			</div>
			<p aria-live="polite" className="flex min-w-14 items-center justify-end gap-1 text-small text-ok">
				{isSaved && (
					<>
						<Check size={14} aria-hidden />
						{t('saved')}
					</>
				)}
			</p>
			{children({ describedBy: id })}
			<p id={id} role="alert" className="w-full text-right text-small text-failed empty:hidden">
				{error !== null && (
					<PluginText max={500}>{typeof error === 'string' ? error : sentencesOf(say(error))}</PluginText>
				)}
			</p>
		</div>
	);
}

/** `?row=` leads to a row once: it comes into sight with the focus, stands out for a moment, and leaves the address. */
function useFound(name: SettingRowName | undefined, row: { readonly current: HTMLElement | null }): boolean {
	const [query, change] = useHashQuery();
	const [isFound, setFound] = useState(false);
	const isWanted = name !== undefined && query.get('row') === name;
	useEffect(() => {
		if (!isWanted) return;
		const place = row.current;
		const control = place?.querySelector<HTMLElement>('input, button, select, [tabindex="0"]') ?? place;
		control?.focus({ preventScroll: true });
		if (place !== null) bringIntoSight(place);
		setFound(true);
		change({ row: null });
	}, [isWanted, row, change]);
	useEffect(() => {
		if (!isFound) return;
		const timer = setTimeout(() => setFound(false), FOUND_MS);
		return () => clearTimeout(timer);
	}, [isFound]);
	return isFound;
}

/** Into the upper part of what scrolls around it, which alone is moved: the window's frame stays where it is. */
function bringIntoSight(place: HTMLElement): void {
	let around = place.parentElement;
	while (around !== null && !/auto|scroll/.test(getComputedStyle(around).overflowY)) around = around.parentElement;
	if (around === null) return;
	around.scrollTop += place.getBoundingClientRect().top - around.getBoundingClientRect().top - around.clientHeight / 3;
}
