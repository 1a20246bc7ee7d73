import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import type { Encoding } from '../../../shared/plugin/component-type.ts';
import { useAction } from '../../client/engine.tsx';
import { Button } from '../../components/controls/button.tsx';
import { Dialog } from '../../components/controls/dialog.tsx';
import { Field, TextInput } from '../../components/controls/fields.tsx';
import { Checkbox } from '../../components/controls/toggles.tsx';
import { DialogKeys } from '../../components/keys/dialog-keys.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { useSubmit } from '../../components/toasts.tsx';
import { type InputDraft, savedInput } from './call-input.ts';

/** A larger output is not kept as what is expected, bytes. */
const MAX_EXPECTED = 1024 * 1024;

/** Keeps the call that is written under a name, and what came out as what is expected, if wanted. */
export function SaveCaseDialog({
	plugin,
	encoding,
	draft,
	output,
	onClose,
}: {
	readonly plugin: string;
	readonly encoding: Encoding;
	readonly draft: { readonly fn: string; readonly input: InputDraft | null };
	/** Of the last call of this function. */
	readonly output: { readonly value: JsonValue | undefined; readonly bytes: number } | null;
	onClose(): void;
}) {
	const { t } = useTranslation('test');
	const { t: common } = useTranslation();
	const send = useSubmit(onClose);
	const save = useAction('cases.save');
	const canExpect = output?.value !== undefined && output.bytes <= MAX_EXPECTED;
	const [name, setName] = useState('');
	const [expects, setExpects] = useState(canExpect);
	const [tried, setTried] = useState(false);
	const isNamed = name.trim() !== '';
	const submit = async (): Promise<void> => {
		setTried(true);
		if (!isNamed) return;
		await send(
			save.mutateAsync({
				plugin,
				name: name.trim(),
				fn: draft.fn,
				input: draft.input === null ? null : savedInput(draft.input, encoding),
				...(expects && canExpect ? { expected: output.value as never } : {}),
			}),
			() => t('cases.saved', { name: name.trim() }),
		);
	};
	return (
		<Dialog
			open
			onClose={onClose}
			title={t('cases.saveTitle')}
			width="small"
			actions={
				<>
					<Button onClick={onClose}>{common('cancel')}</Button>
					<Button tone="primary" shortcut="save" busy={save.isPending} onClick={() => void submit()}>
						{common('save')}
					</Button>
				</>
			}
		>
			<DialogKeys onSave={() => void submit()} />
			<form
				className="flex flex-col gap-3"
				onSubmit={(event) => {
					event.preventDefault();
					void submit();
				}}
			>
				<Field label={t('cases.name')} error={tried && !isNamed ? t('cases.nameNeeded') : undefined}>
					{(ids) => (
						<TextInput {...ids} value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
					)}
				</Field>
				<Checkbox
					checked={expects && canExpect}
					disabled={!canExpect}
					onChange={setExpects}
					label={t('cases.keepOutput')}
				/>
				{!canExpect && (
					<p className="text-small text-muted">{t(output === null ? 'cases.noOutput' : 'cases.outputTooLarge')}</p>
				)}
				{save.error !== null && <ErrorNote error={save.error} />}
			</form>
		</Dialog>
	);
}
