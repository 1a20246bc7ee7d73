import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyAnswer } from '../../../../shared/api/key-routes.ts';
import type { DataFlareError } from '../../../../shared/errors/errors.ts';
import { MAX_KEY_NAME } from '../../../../shared/plugin/provenance.ts';
import { useAction, useBridge } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { Dialog } from '../../../components/controls/dialog.tsx';
import { Field, TextInput } from '../../../components/controls/fields.tsx';
import { useFolderChooser } from '../../../components/controls/paths/folder-chooser.tsx';
import { OpenFileField } from '../../../components/controls/paths/path-field.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { useSubmit, useToasts } from '../../../components/toasts.tsx';
import { useLatest } from '../../../lib/hooks/use-latest.ts';

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
		<KeyDialog
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
		</KeyDialog>
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
		<KeyDialog
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
		</KeyDialog>
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
		<KeyDialog
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
			<PathField value={path} onChange={setPath} />
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
		</KeyDialog>
	);
}

function KeyDialog({
	title,
	description,
	go,
	action,
	isWhole,
	onGo,
	onClose,
	children,
}: Closing & {
	readonly title: string;
	readonly description?: string;
	readonly go: string;
	readonly action: { readonly isPending: boolean; readonly error: DataFlareError | null };
	readonly isWhole: boolean;
	onGo(): Promise<void>;
	readonly children: ReactNode;
}) {
	const { t: common } = useTranslation();
	return (
		<Dialog
			open
			onClose={onClose}
			width="small"
			title={title}
			description={description}
			actions={
				<>
					<Button onClick={onClose}>{common('cancel')}</Button>
					<Button tone="primary" busy={action.isPending} disabled={!isWhole} onClick={() => void onGo()}>
						{go}
					</Button>
				</>
			}
		>
			<form
				className="flex flex-col gap-3"
				onSubmit={(event) => {
					event.preventDefault();
					if (isWhole) void onGo();
				}}
			>
				{action.error !== null && <ErrorNote error={action.error} />}
				{children}
				{/* Enter sends it off. */}
				<button type="submit" hidden />
			</form>
		</Dialog>
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

const SUGGESTED = 'plugin-key.pem';

/** Where the private key is written: on the engine's computer, and never through a browser. */
function PathField({ value, onChange }: { readonly value: string; onChange(path: string): void }) {
	const { t } = useTranslation('signatures');
	const { t: common } = useTranslation();
	const bridge = useBridge();
	const toasts = useToasts();
	const newestLabel = useLatest(t('form.path'));
	const chooser = useFolderChooser({
		title: t('form.folder'),
		onChoose: (folder) => onChange(`${folder.replace(/[\\/]$/, '')}${folder.includes('\\') ? '\\' : '/'}${SUGGESTED}`),
	});
	const pick = (): void => {
		if (bridge.face === 'browser') return chooser.open();
		bridge.pickSave({ suggestedName: SUGGESTED }).then(
			(path) => path !== null && onChange(path),
			(failure: unknown) => toasts.failed(newestLabel, failure),
		);
	};
	return (
		<>
			<Field label={t('form.path')} hint={t('form.pathHint')}>
				{(ids) => (
					<div className="flex gap-2">
						<TextInput {...ids} mono value={value} onChange={(event) => onChange(event.target.value.trim())} />
						<Button onClick={pick}>{common('choose')}</Button>
					</div>
				)}
			</Field>
			{chooser.dialog}
		</>
	);
}
