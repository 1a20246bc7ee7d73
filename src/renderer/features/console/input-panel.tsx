import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Encoding } from '../../../shared/plugin/component-type.ts';
import { CodeEditor } from '../../components/code-editor/code-editor.tsx';
import { Segmented } from '../../components/controls/choices.tsx';
import { plainText } from '../../lib/text/plain-text.ts';
import { toBase64, toHex } from './bytes-text.ts';
import { type ByteForm, byteForms, decode, type InputDraft, inputProblems } from './call-input.ts';

const languages = { json: 'json', ndjson: 'ndjson', bytes: 'text' } as const;

/** What the function is given, with what is wrong with it. */
export function InputPanel({
	input,
	encoding,
	onChange,
}: {
	readonly input: InputDraft;
	readonly encoding: Encoding;
	onChange(input: InputDraft): void;
}) {
	const { t } = useTranslation('test');
	const { t: common } = useTranslation();
	const diagnostics = useMemo(
		() =>
			inputProblems(input, encoding).map(({ code, text, line, column }) => ({
				line,
				column,
				message:
					code === 'hex' || code === 'base64'
						? t(`problem.${code}`)
						: common(`editor.problem.${code}`, { text: plainText(text) }),
			})),
		[input, encoding, t, common],
	);
	/** The same bytes in another form, where they can be had; else the text as it is. */
	const changeForm = (form: ByteForm): void => {
		const bytes = decode(input.text, input.form);
		onChange({ form, text: bytes === null ? input.text : (written(bytes, form) ?? input.text) });
	};
	return (
		<section aria-label={t('input')} className="flex flex-col gap-2">
			{encoding === 'bytes' && (
				<Segmented
					label={t('form.label')}
					value={input.form}
					options={byteForms.map((value) => ({ value, label: t(`form.${value}`) }))}
					onChange={changeForm}
				/>
			)}
			<CodeEditor
				label={t('input')}
				language={languages[encoding]}
				value={input.text}
				diagnostics={diagnostics}
				minLines={5}
				maxLines={14}
				onChange={(text) => onChange({ ...input, text })}
			/>
		</section>
	);
}

function written(bytes: Uint8Array, form: ByteForm): string | null {
	if (form === 'hex') return toHex(bytes);
	if (form === 'base64') return toBase64(bytes);
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return null;
	}
}
