import clsx from 'clsx';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '../../../shared/errors/failure-reason.ts';
import type { Failure } from '../../lib/text/failure-text.ts';
import { useFailureText } from '../../lib/text/use-failure-text.ts';
import { PluginText } from './plugin-text.tsx';

const MAX = 2000;

/**
 * An error in the window's language: what happened, what the plugin said, what to do, and the engine's own sentence to
 * unfold. What is known in English alone is marked as such.
 */
export function FailureSentences({
	error,
	strong = false,
	withHint = true,
	withOriginal = true,
}: {
	readonly error: Failure;
	readonly strong?: boolean;
	readonly withHint?: boolean;
	/** False: it is told elsewhere. */
	readonly withOriginal?: boolean;
}) {
	const { t } = useTranslation('failure');
	const { text, hint, said, original } = useFailureText()(error);
	const english = original === null && error.origin !== 'guest' ? 'en' : undefined;
	return (
		<>
			<p className={clsx(strong && 'font-medium')} lang={english}>
				<PluginText max={MAX}>{text}</PluginText>
			</p>
			{said !== null && (
				<p>
					{t('saidByPlugin')} <PluginText max={MAX}>{said}</PluginText>
				</p>
			)}
			{withHint && hint !== null && (
				<p className="text-muted" lang={english}>
					<PluginText max={MAX}>{hint}</PluginText>
				</p>
			)}
			{withOriginal && original !== null && (
				<Original text={original} code={error.code} open={reasonOf(error) === 'manifest_invalid'} />
			)}
		</>
	);
}

function Original({
	text,
	code,
	open,
}: {
	readonly text: string;
	readonly code: string;
	/** What is wrong is said by the engine's own sentence alone. */
	readonly open: boolean;
}) {
	const { t } = useTranslation('failure');
	return (
		<details open={open} className="mt-1 text-small text-muted">
			<summary className="w-fit">{t('original')}</summary>
			<p lang="en" className="mt-1 font-mono">
				{code}: <PluginText max={MAX}>{text}</PluginText>
			</p>
		</details>
	);
}
