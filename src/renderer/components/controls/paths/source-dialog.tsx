import { FolderOpen } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DataFlareError, toDataFlareError } from '../../../../shared/errors/errors.ts';
import { useAction } from '../../../client/engine.tsx';
import { ErrorNote } from '../../notes.tsx';
import { useToasts } from '../../toasts.tsx';
import { Button } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import { Field, TextInput } from '../fields.tsx';
import { useFolderChooser } from './folder-chooser.tsx';

/** Asks where packages come from, reads that once, and keeps it where it can be read. `source`: the one in force. */
export function SourceDialog({ source, onClose }: { readonly source: string | null; onClose(): void }) {
	const { t } = useTranslation('catalogue');
	const { t: common } = useTranslation();
	const toasts = useToasts();
	const set = useAction('settings.set');
	const read = useAction('catalogue.read');
	const [text, setText] = useState(source ?? '');
	const [failure, setFailure] = useState<DataFlareError | null>(null);
	const place = text.trim();
	const chooser = useFolderChooser({
		kind: 'any',
		title: t('source.browseTitle'),
		start: source !== null && /^([/\\]|[A-Za-z]:)/.test(source) ? source : undefined,
		onChoose: setText,
	});
	const busy = set.isPending || read.isPending;
	const attempt = async (work: () => Promise<unknown>): Promise<void> => {
		setFailure(null);
		try {
			await work();
			onClose();
		} catch (thrown) {
			setFailure(toDataFlareError(thrown));
		}
	};
	const use = (event: FormEvent): void => {
		event.preventDefault();
		if (place === '' || busy) return;
		void attempt(async () => {
			// What cannot be read is not kept: the source that there was stays.
			await read.mutateAsync({ source: place });
			await set.mutateAsync({ key: 'update_source', value: place });
		});
	};
	const remove = (): void =>
		void attempt(async () => {
			await set.mutateAsync({ key: 'update_source', value: null });
			toasts.done(() => t('source.removed'));
		});
	return (
		<Dialog
			open
			onClose={onClose}
			title={t('source.title')}
			description={t('source.text')}
			actions={
				<>
					{source !== null && (
						<Button tone="quiet" className="mr-auto" disabled={busy} onClick={remove}>
							{t('source.remove')}
						</Button>
					)}
					<Button onClick={onClose}>{common('cancel')}</Button>
					<Button tone="primary" type="submit" form="package-source" busy={busy} disabled={place === ''}>
						{t('source.use')}
					</Button>
				</>
			}
		>
			<form id="package-source" onSubmit={use} className="flex flex-col gap-3">
				<Field label={t('source.place')} hint={t('source.placeHint')}>
					{(ids) => (
						<div className="flex gap-2">
							<TextInput {...ids} data-autofocus mono value={text} onChange={(event) => setText(event.target.value)} />
							<Button icon={FolderOpen} onClick={chooser.open}>
								{t('source.browse')}
							</Button>
						</div>
					)}
				</Field>
				{failure !== null && <ErrorNote error={failure} />}
			</form>
			{chooser.dialog}
		</Dialog>
	);
}
