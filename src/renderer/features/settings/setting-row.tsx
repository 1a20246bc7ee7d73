import { Check } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataFlareError } from '../../../shared/errors/errors.ts';
import { PluginText } from '../../components/text/plugin-text.tsx';
import { sentencesOf } from '../../lib/text/failure-text.ts';
import { useFailureText } from '../../lib/text/use-failure-text.ts';

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
	label,
	hint,
	isSaved = false,
	error = null,
	children,
}: {
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
	return (
		<div className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2">
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
