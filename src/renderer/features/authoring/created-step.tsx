import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CreatedPlugin } from '../../../shared/plugin/authoring/authoring.ts';
import { useAsk, useBridge } from '../../client/engine.tsx';
import { Button } from '../../components/controls/button.tsx';
import { CopyButton } from '../../components/controls/copy-button.tsx';
import { DialogContent } from '../../components/controls/dialog.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { useShell } from '../../lib/nav/shell-context.ts';
import type { Failure } from '../../lib/text/failure-text.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import { commandsOf, takesTools } from './new-plugin.ts';

/** Where a new plugin is, what builds it, and, once that was done, the way to install it. */
export function CreatedStep({
	name,
	plugin,
	onClose,
}: {
	readonly name: string;
	readonly plugin: CreatedPlugin;
	onClose(): void;
}) {
	const { t } = useTranslation('authoring');
	const { t: common } = useTranslation();
	const { face, download } = useBridge();
	const { openInstall } = useShell();
	const ask = useAsk();
	const toasts = useToasts();
	const [looking, setLooking] = useState(false);
	const [refusal, setRefusal] = useState<Failure | null>(null);
	const commands = commandsOf(plugin).join('\n');
	const install = async (): Promise<void> => {
		setLooking(true);
		setRefusal(null);
		// What it is refused for is said here, where the commands are.
		const found = await ask('authoring.validate', { path: plugin.folder }).then(
			(answer) => answer.refusal,
			(error: Failure) => error,
		);
		setLooking(false);
		setRefusal(found);
		if (found !== null) return;
		onClose();
		openInstall([plugin.folder]);
	};
	return (
		<DialogContent
			title={t('created', { name })}
			description={t('createdText')}
			actions={
				<>
					<Button onClick={onClose}>{common('close')}</Button>
					{face === 'electron' && (
						<Button
							icon={FolderOpen}
							onClick={() =>
								void download(plugin.folder).catch((error: unknown) => toasts.failed(() => t('showFailed'), error))
							}
						>
							{t('show')}
						</Button>
					)}
					<Button tone="primary" busy={looking} onClick={() => void install()}>
						{t('install')}
					</Button>
				</>
			}
		>
			<div className="flex flex-col gap-3">
				{refusal !== null && (
					<section aria-label={t('notYet')} className="flex flex-col gap-1">
						<h3 className="font-semibold">{t('notYet')}</h3>
						<ErrorNote error={refusal} />
					</section>
				)}
				<section aria-label={t('folder')}>
					<h3 className="font-semibold">{t('folder')}</h3>
					<Copied text={plugin.folder} label={t('copyFolder')} />
				</section>
				<section aria-label={t('commands')}>
					<h3 className="font-semibold">{t('commands')}</h3>
					<p className="text-muted">{t(takesTools(plugin) ? 'commandsText' : 'commandsTextBare')}</p>
					<Copied text={commands} label={t('copyCommands')} />
					<p className="mt-1 text-small text-muted">{t('unsandboxed')}</p>
				</section>
			</div>
		</DialogContent>
	);
}

function Copied({ text, label }: { readonly text: string; readonly label: string }) {
	return (
		<div className="mt-1 flex items-start gap-2 rounded-base border border-line bg-sunken py-1 pr-1 pl-3">
			<pre className="my-1 min-w-0 flex-1 font-mono text-small whitespace-pre-wrap wrap-anywhere">
				{text.split('\n').map(plainText).join('\n')}
			</pre>
			<CopyButton text={text} label={label} />
		</div>
	);
}
