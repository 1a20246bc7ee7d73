import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { kindDecided } from '../../../../shared/host/operations.ts';
import { IconButton } from '../../../components/controls/button.tsx';
import { ErrorNote, Note } from '../../../components/notes.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import type { Draft } from '../draft.ts';
import type { Suggestion } from './suggestion.ts';

/** From which refusal the draft comes and what was added for it; or why nothing could be. */
export function SuggestionNotes({
	suggestion,
	origin,
	changed,
	onClose,
}: {
	readonly suggestion: Suggestion;
	readonly origin: Draft['origin'];
	/** The draft differs from what is in force. */
	readonly changed: boolean;
	onClose(): void;
}) {
	const { t } = useTranslation('policy');
	const { t: common } = useTranslation();
	const { failed, forget } = suggestion;
	const kind = origin === null ? null : kindDecided(origin.op);
	if (failed !== null && failed.error !== null) return <ErrorNote error={failed.error} />;
	const code = (text: string) => (
		<PluginText max={300} className="font-mono text-small">
			{text}
		</PluginText>
	);
	if (failed === null && origin === null) return null;
	return (
		<Note tone={failed === null ? 'neutral' : 'attention'}>
			<div className="flex items-start gap-2">
				<div aria-live="polite" className="min-w-0 flex-1">
					{failed !== null ? (
						<p>
							{t('suggestion.none')} {code(failed.target)}
						</p>
					) : (
						origin !== null && (
							<>
								<p>
									{t('suggestion.from', { op: kind === null ? origin.op : t(`op.${kind}`) })} {code(origin.target)}
								</p>
								<p>
									{t(changed ? 'suggestion.added' : 'suggestion.already')} {code(origin.entry)}
								</p>
							</>
						)
					)}
				</div>
				<IconButton icon={X} className="size-6!" label={common('close')} onClick={failed === null ? onClose : forget} />
			</div>
		</Note>
	);
}
