import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuarantinedRecord } from '../../../../shared/api/flow-routes.ts';
import { useAction } from '../../../client/engine.tsx';
import { CodeEditor } from '../../../components/code-editor/code-editor.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { Dialog } from '../../../components/controls/dialog.tsx';
import { Link } from '../../../components/controls/link.tsx';
import { ErrorNote, Note } from '../../../components/notes.tsx';
import { Facts } from '../../../components/page.tsx';
import { FailureSentences } from '../../../components/text/failure-sentences.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { TextLines } from '../../../components/text/text-lines.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { prettyJson } from '../../../lib/json/read-records.ts';
import { links } from '../../../lib/nav/links.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useFormat } from '../../../lib/text/use-format.ts';

/** One record, what was wrong with it, and a way to put another value in its place. */
export function RecordDialog({
	record: opened,
	onClose,
	onDo,
}: {
	readonly record: QuarantinedRecord;
	onClose(): void;
	onDo(what: 'replay' | 'remove'): void;
}) {
	const { t } = useTranslation('quarantine');
	const { t: common } = useTranslation();
	const format = useFormat();
	const toasts = useToasts();
	const edit = useAction('quarantine.edit');
	/** As it was answered last: once it is corrected, the list's filter may leave it out. */
	const record = edit.data ?? opened;
	const json = record.isWhole ? prettyJson(record.text) : null;
	const [text, setText] = useState(json);
	const isChanged = text !== null && text !== json;
	const save = (): void => {
		if (text === null) return;
		edit.mutate(
			{ id: record.id, text },
			{
				onSuccess: (edited) => {
					setText(prettyJson(edited.text));
					toasts.done(() => t('edit.done'));
				},
			},
		);
	};
	return (
		<Dialog
			open
			onClose={onClose}
			width="large"
			title={plainText(t('recordOf', { number: format.count(record.record), component: record.component }))}
			actions={
				<>
					<Button tone="danger" className="mr-auto" onClick={() => onDo('remove')}>
						{t('remove.open')}
					</Button>
					<Button onClick={onClose}>{common('close')}</Button>
					<Button disabled={isChanged} title={isChanged ? t('edit.first') : undefined} onClick={() => onDo('replay')}>
						{t('replay.open')}
					</Button>
					<Button
						tone="primary"
						disabled={!isChanged || (text !== null && !isJson(text))}
						busy={edit.isPending}
						onClick={save}
					>
						{t('edit.save')}
					</Button>
				</>
			}
		>
			<div className="flex flex-col gap-3">
				<Note tone="attention">
					<FailureSentences error={record.error} strong />
				</Note>
				{edit.error !== null && <ErrorNote error={edit.error} />}
				{json === null || text === null ? (
					<>
						<p className="text-muted">{t(record.isWhole ? 'edit.notJson' : 'edit.tooLong')}</p>
						<TextLines text={record.text} label={t('record')} maxHeight={300} />
					</>
				) : (
					<CodeEditor label={t('record')} language="json" value={text} onChange={setText} maxLines={18} />
				)}
				<Facts
					facts={[
						[t('flow'), <PluginText key="flow">{record.flow}</PluginText>],
						[
							t('run'),
							<Link key="run" to={links.run(record.runId)}>
								<code>{record.runId}</code>
							</Link>,
						],
						[t('when'), format.fullTime(record.at)],
						[t('size'), format.bytes(record.size)],
						...(record.replayedIn === null
							? []
							: [
									[
										t('replayed'),
										<Link key="replayed" to={links.run(record.replayedIn)}>
											<code>{record.replayedIn}</code>
										</Link>,
									] as const,
								]),
					]}
				/>
			</div>
		</Dialog>
	);
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}
