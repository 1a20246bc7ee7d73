import { useTranslation } from 'react-i18next';
import type { PluginRecord } from '../../../../shared/plugin/plugin-record.ts';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import type { PluginCondition } from '../../../lib/plugin-condition.ts';
import { sentencesOf } from '../../../lib/text/failure-text.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useFailureText } from '../../../lib/text/use-failure-text.ts';

/** Why a plugin is in the state that it is in, where that is not plain, in one line. */
export function Reason({
	record,
	condition,
	onReview,
}: {
	readonly record: PluginRecord;
	readonly condition: PluginCondition;
	onReview(): void;
}) {
	const { t } = useTranslation('plugins');
	const say = useFailureText();
	if (condition === 'waiting_for_review') {
		return (
			<button
				type="button"
				tabIndex={-1}
				aria-label={t('reviewNamed', { name: record.name })}
				className="shrink-0 rounded-small text-accent underline-offset-2 hover:underline"
				onClick={(event) => {
					event.stopPropagation();
					onReview();
				}}
			>
				{t('review')}
			</button>
		);
	}
	if (condition === 'updateFailed') {
		const version = record.current?.label;
		const text = version == null ? t('oldRuns') : t('versionRuns', { version: plainText(version) });
		return (
			<span
				className="truncate text-muted"
				title={record.failedUpdate === null ? '' : plainText(sentencesOf(say(record.failedUpdate.error)))}
			>
				{text}
			</span>
		);
	}
	if (record.problem === null) return null;
	const { text } = say(record.problem);
	return (
		<PluginText max={300} className="truncate text-muted" title={plainText(record.problem.message)}>
			{text}
		</PluginText>
	);
}
