import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyAnswer } from '../../../../shared/api/key-routes.ts';
import { MAX_KEY_NAME } from '../../../../shared/plugin/provenance.ts';
import { useAction } from '../../../client/engine.tsx';
import { Field, TextInput } from '../../../components/controls/fields.tsx';
import { FormDialog } from '../../../components/controls/form-dialog.tsx';
import { OpenFileField, SaveFileField } from '../../../components/controls/paths/path-field.tsx';
import { useSubmit } from '../../../components/toasts.tsx';

interface Closing {
	onClose(): void;
}

/** `file`: a public key's that was dropped. */
export function AddKeyDialog({ file = '', onClose }: Closing & { readonly file?: string }) {
	const { t } = useTranslation('signatures');
	const [name, setName] = useState('');
	const [text, setText] = useState('');
	const [path, setPath] = useState(file);
	const what = path === '' ? { text } : { path };
	const add = useAction('keys.add');
	const submit = useSubmit(onClose);
	return (
		<FormDialog
			title={t('form.addTitle')}
			description={t('form.addText')}
			go={t('form.add')}
			action={add}
			isWhole={name.trim() !== '' && (path !== '' || text.trim() !== '')}
			onGo={() => submit(add.mutateAsync({ name: name.trim(), ...what }), (key) => t('keys.added', { name: key.name }))}
			onClose={onClose}
		>
			<NameField value={name} onChange={setName} />
			<Field label={t('form.key')} hint={t('form.keyHint')}>
				{(ids) => (
					<TextInput
						{...ids}
						mono
						maxLength={8_192}
						value={text}
						onChange={(event) => {
							setText(event.target.value);
							setPath('');
						}}
					/>
				)}
			</Field>
			<OpenFileField
				label={t('form.file')}
				chooserTitle={t('form.fileTitle')}
				value={path}
				onChange={(chosen) => {
					setPath(chosen);
					setText('');
				}}
			/>
		</FormDialog>
	);
}

export function RenameKeyDialog({ signingKey, onClose }: Closing & { readonly signingKey: KeyAnswer }) {
	const { t } = useTranslation('signatures');
	const { t: common } = useTranslation();
	const { fingerprint } = signingKey;
	const [name, setName] = useState(signingKey.name);
	const rename = useAction('keys.rename');
	const submit = useSubmit(onClose);
	return (
		<FormDialog
			title={t('form.renameTitle', { name: signingKey.name })}
			go={common('save')}
			action={rename}
			isWhole={name.trim() !== ''}
			onGo={() =>
				submit(rename.mutateAsync({ fingerprint, name: name.trim() }), (key) => t('keys.renamed', { name: key.name }))
			}
			onClose={onClose}
		>
			<NameField value={name} onChange={setName} />
		</FormDialog>
	);
}

export function GenerateKeyDialog({ onClose }: Closing) {
	const { t } = useTranslation('signatures');
	const [name, setName] = useState('');
	const [path, setPath] = useState('');
	const [passphrase, setPassphrase] = useState('');
	const generate = useAction('keys.generate');
	const submit = useSubmit(onClose);
	const sealed = passphrase === '' ? {} : { passphrase };
	return (
		<FormDialog
			title={t('form.generateTitle')}
			description={t('form.generateText')}
			go={t('form.generate')}
			action={generate}
			isWhole={name.trim() !== '' && path !== ''}
			onGo={() =>
				submit(generate.mutateAsync({ name: name.trim(), path, ...sealed }), ({ key, privateFile }) =>
					t('keys.generated', { name: key.name, path: privateFile }),
				)
			}
			onClose={onClose}
		>
			<NameField value={name} onChange={setName} />
			<SaveFileField
				label={t('form.path')}
				hint={t('form.pathHint')}
				folderTitle={t('form.folder')}
				suggestedName="plugin-key.pem"
				value={path}
				onChange={setPath}
			/>
			<Field label={t('form.passphrase')} hint={t('form.passphraseHint')}>
				{(ids) => (
					<TextInput
						{...ids}
						type="password"
						autoComplete="new-password"
						maxLength={1_000}
						value={passphrase}
						onChange={(event) => setPassphrase(event.target.value)}
					/>
				)}
			</Field>
		</FormDialog>
	);
}

function NameField({ value, onChange }: { readonly value: string; onChange(name: string): void }) {
	const { t } = useTranslation('signatures');
	return (
		<Field label={t('form.name')} hint={t('form.nameHint')}>
			{(ids) => (
				<TextInput
					{...ids}
					data-autofocus
					maxLength={MAX_KEY_NAME}
					value={value}
					onChange={(event) => onChange(event.target.value)}
				/>
			)}
		</Field>
	);
}
