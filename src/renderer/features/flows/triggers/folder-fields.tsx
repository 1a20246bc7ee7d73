import { useTranslation } from 'react-i18next';
import type { FolderTrigger } from '../../../../shared/flow/trigger.ts';
import { Button } from '../../../components/controls/button.tsx';
import { Field, Select, TextInput } from '../../../components/controls/fields.tsx';
import { useFolderChooser } from '../../../components/controls/paths/folder-chooser.tsx';
import { Checkbox } from '../../../components/controls/toggles.tsx';
import { plainText } from '../../../lib/text/plain-text.ts';

/** Which folder, which names, and which component reads what appears. */
export function FolderFields({
	form,
	readers,
	onChange,
}: {
	readonly form: FolderTrigger;
	readonly readers: readonly string[];
	onChange(form: FolderTrigger): void;
}) {
	const { t } = useTranslation('triggers');
	const { t: common } = useTranslation();
	const change = (part: Partial<FolderTrigger>): void => onChange({ ...form, ...part });
	const chooser = useFolderChooser({
		title: t('dialog.chooseFolder'),
		start: form.folder === '' ? undefined : form.folder,
		onChoose: (folder) => change({ folder }),
	});
	return (
		<div className="flex flex-col gap-3">
			<Field label={t('dialog.folderLabel')}>
				{(ids) => (
					<div className="flex gap-2">
						<TextInput {...ids} mono value={form.folder} onChange={(event) => change({ folder: event.target.value })} />
						<Button onClick={chooser.open}>{common('choose')}</Button>
					</div>
				)}
			</Field>
			<Field label={t('dialog.pattern')} hint={t('dialog.patternHint')}>
				{(ids) => (
					<TextInput
						{...ids}
						mono
						className="max-w-64"
						value={form.pattern}
						onChange={(event) => change({ pattern: event.target.value })}
					/>
				)}
			</Field>
			{readers.length > 1 && (
				<Field label={t('dialog.reader')}>
					{({ id }) => (
						<Select
							id={id}
							className="max-w-64"
							value={form.component}
							options={readers.map((value) => ({ value, label: plainText(value) }))}
							onChange={(component) => change({ component })}
						/>
					)}
				</Field>
			)}
			<Checkbox
				checked={!form.existing}
				label={t('dialog.newOnly')}
				onChange={(newOnly) => change({ existing: !newOnly })}
			/>
			<p className="text-small text-muted">{t('dialog.names')}</p>
			{chooser.dialog}
		</div>
	);
}
