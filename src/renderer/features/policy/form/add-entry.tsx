import clsx from 'clsx';
import { FolderOpen, Plus } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PowerName } from '../../../../shared/policy/powers.ts';
import { Button } from '../../../components/controls/button.tsx';
import { TextInput } from '../../../components/controls/fields.tsx';
import { useFolderChooser } from '../../../components/controls/paths/folder-chooser.tsx';
import { Checkbox } from '../../../components/controls/toggles.tsx';
import { stackedWhole, useSpan } from './stacked.tsx';

/** How an entry is written, the same in every language. */
const entryExamples: Readonly<Record<PowerName, string>> = {
	files: './data/',
	network: 'api.example.com',
	environment: 'API_TOKEN',
};

/** Adds to a power's list. A path is read-only unless a person says otherwise. */
export function AddEntry({
	power,
	onAdd,
	onClose,
}: {
	readonly power: PowerName;
	onAdd(entry: string): void;
	onClose(): void;
}) {
	const { t } = useTranslation('policy');
	const { t: common } = useTranslation();
	const id = useId();
	const span = useSpan();
	const [text, setText] = useState('');
	const [readOnly, setReadOnly] = useState(true);
	const chooser = useFolderChooser({
		kind: 'any',
		title: t('add.choose'),
		...(text.startsWith('/') ? { start: text } : {}),
		onChoose: setText,
	});
	const add = (): void => {
		const typed = text.trim();
		if (typed === '') return;
		onAdd(power === 'files' && readOnly && !typed.endsWith(':ro') ? `${typed}:ro` : typed);
		setText('');
	};
	return (
		<tr className={clsx('border-b border-line', stackedWhole)}>
			<td colSpan={span} className="py-1.5 pr-2 pl-2 @lg:pl-8">
				<form
					className="flex flex-wrap items-center gap-2"
					onSubmit={(event) => {
						event.preventDefault();
						add();
					}}
				>
					<TextInput
						mono
						id={`${id}-${power}`}
						autoFocus
						className="w-auto! flex-1 basis-40"
						aria-label={t(`add.label.${power}`)}
						aria-describedby={`${id}-hint`}
						placeholder={entryExamples[power]}
						value={text}
						onChange={(event) => setText(event.target.value)}
						onKeyDown={(event) => {
							if (event.key !== 'Escape') return;
							event.stopPropagation();
							onClose();
						}}
					/>
					{power === 'files' && (
						<>
							<Button icon={FolderOpen} onClick={chooser.open}>
								{common('choose')}
							</Button>
							<Checkbox label={t('add.readOnly')} checked={readOnly} onChange={setReadOnly} />
						</>
					)}
					<Button type="submit" icon={Plus} disabled={text.trim() === ''}>
						{common('add')}
					</Button>
					<Button tone="quiet" onClick={onClose}>
						{common('close')}
					</Button>
				</form>
				<p id={`${id}-hint`} className="mt-1 text-small text-muted">
					{t(`add.hint.${power}`)}
				</p>
				{chooser.dialog}
			</td>
		</tr>
	);
}
