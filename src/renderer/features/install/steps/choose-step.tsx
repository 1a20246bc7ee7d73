import { FileDown, Files, FolderOpen } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PickFiles } from '../../../../shared/face/bridge.ts';
import { useBridge } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { DialogContent } from '../../../components/controls/dialog.tsx';
import { Field, TextInput } from '../../../components/controls/fields.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { cleanPath } from '../targets.ts';

/** Where the plugin is: dropped, chosen in the platform's dialog, or named by its path. */
export function ChooseStep({
	onChoose,
	onClose,
}: {
	onChoose(paths: readonly string[], isTyped: boolean): void;
	onClose(): void;
}) {
	const { t } = useTranslation('install');
	const { t: common } = useTranslation();
	const bridge = useBridge();
	const toasts = useToasts();
	const [text, setText] = useState('');
	const path = cleanPath(text);
	const pick = async (kind: PickFiles['kind']): Promise<void> => {
		try {
			const paths = await bridge.pickFiles({ kind, multiple: kind === 'plugin' });
			if (paths !== null && paths.length > 0) onChoose(paths, false);
		} catch (error) {
			toasts.failed(() => t('notChosen'), error);
		}
	};
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		if (path !== '') onChoose([path], true);
	};
	return (
		<DialogContent
			title={t('choose.title')}
			description={t('choose.text')}
			actions={
				<>
					<Button onClick={onClose}>{common('cancel')}</Button>
					<Button tone="primary" type="submit" form="install-path" disabled={path === ''}>
						{t('choose.look')}
					</Button>
				</>
			}
		>
			<div className="flex flex-col gap-4">
				<div className="flex flex-col items-center gap-3 rounded-base border border-dashed border-edge px-4 py-6">
					<FileDown size={24} aria-hidden className="text-muted" />
					<p className="text-center text-muted">{t('choose.drop')}</p>
					<div className="flex flex-wrap justify-center gap-2">
						<Button icon={Files} onClick={() => void pick('plugin')}>
							{t('choose.files')}
						</Button>
						<Button icon={FolderOpen} onClick={() => void pick('folder')}>
							{t('choose.folder')}
						</Button>
					</div>
				</div>
				<form id="install-path" onSubmit={submit}>
					<Field label={t('choose.path')} hint={t('choose.pathHint')}>
						{(ids) => (
							<TextInput {...ids} data-autofocus mono value={text} onChange={(event) => setText(event.target.value)} />
						)}
					</Field>
				</form>
			</div>
		</DialogContent>
	);
}
