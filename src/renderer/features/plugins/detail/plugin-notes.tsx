import { useTranslation } from 'react-i18next';
import type { PluginRecord, VersionKey } from '../../../../shared/plugin/plugin-record.ts';
import { hasOtherSigner } from '../../../../shared/plugin/provenance.ts';
import { useRoute } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { Link } from '../../../components/controls/link.tsx';
import { Note } from '../../../components/notes.tsx';
import { FailureSentences } from '../../../components/text/failure-sentences.tsx';
import { links } from '../../../lib/nav/links.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { type PluginActions, usePluginActions } from './use-plugin-actions.ts';

/** Below the tabs, above what each shows: why a plugin cannot be used as it should be, and the ways on. */
export function PluginNotes({ name }: { readonly name: string }) {
	const { data } = useRoute('plugins.get', { name });
	const actions = usePluginActions(name);
	if (data === undefined) return null;
	return (
		<div className="flex max-h-[45%] shrink-0 flex-col gap-2 overflow-y-auto px-4 pt-3 empty:hidden">
			<Notes plugin={data} actions={actions} />
		</div>
	);
}

function Notes({ plugin, actions }: { readonly plugin: PluginRecord; readonly actions: PluginActions }) {
	const { t } = useTranslation('plugin');
	const { t: common } = useTranslation();
	const { name, state, problem, failedUpdate, current } = plugin;
	const format = useFormat();
	const label = current?.label ?? current?.sha256.slice(0, 12) ?? '';
	const goBackTo = ({ sha256, manifestSha256 }: VersionKey): unknown => actions.rollback({ sha256, manifestSha256 });
	return (
		<>
			{state === 'waiting_for_review' && (
				<Note tone="attention">{t(hasOtherSigner(plugin) ? 'note.otherSigner' : 'note.waiting')}</Note>
			)}
			{state === 'disabled' && <Note>{t('note.disabled')}</Note>}
			{(state === 'quarantined' || state === 'broken' || state === 'missing') && (
				<Note tone="attention">
					<p className="font-medium">{t(`note.${state}`)}</p>
					{problem !== null && <FailureSentences error={problem} withHint={false} />}
					<p className="text-muted">{t(`note.${state}Hint`)}</p>
					<div className="mt-2 flex flex-wrap items-center gap-2">
						{state === 'quarantined' && (
							<Link to={links.runs({ plugin: name, status: 'failed' })}>{t('note.failedRuns')}</Link>
						)}
						{current !== null && <Link to={links.plugin(name, 'versions')}>{t('note.versions')}</Link>}
						{state === 'missing' && <Link to={links.runs({ plugin: name })}>{t('note.history')}</Link>}
					</div>
				</Note>
			)}
			{failedUpdate !== null && (
				<Note tone="attention">
					<p className="font-medium">
						{t(failedUpdate.error.details?.['reason'] === 'files_held' ? 'note.filesHeld' : 'note.updateFailed', {
							version: label,
						})}
					</p>
					<FailureSentences error={failedUpdate.error} withHint={false} />
					<p className="text-muted">{t('note.updateFailedHint', { time: format.fullTime(failedUpdate.at) })}</p>
					<div className="mt-2 flex flex-wrap items-center gap-2">
						<Button busy={actions.busy === 'reload'} onClick={actions.reload}>
							{common('retry')}
						</Button>
						{current !== null && (
							<Button busy={actions.busy === 'rollback'} onClick={() => goBackTo(current)}>
								{t('note.keepRunning', { version: label })}
							</Button>
						)}
					</div>
				</Note>
			)}
		</>
	);
}
