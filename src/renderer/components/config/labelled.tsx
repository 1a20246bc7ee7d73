import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldModel } from '../../../shared/config/field-model.ts';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import { PluginText } from '../text/plugin-text.tsx';
import { type FieldProps, useForm } from './form-context.ts';
import { useProblemText } from './use-problem-text.ts';

/** Characters of what a plugin says of a field. */
const MAX_ABOUT = 600;
const MAX_NAME = 100;

/** The name of a field, the key that it is in the JSON, and whether it has to be given. */
export function FieldName({
	name,
	keyName,
	required,
	model,
}: Pick<FieldProps, 'name' | 'keyName' | 'required'> & { readonly model: FieldModel }) {
	const { t } = useTranslation('config');
	return (
		<span className="inline-flex flex-wrap items-baseline gap-x-2">
			<PluginText max={MAX_NAME}>{name}</PluginText>
			{keyName !== undefined && keyName !== name && (
				<PluginText max={MAX_NAME} className="font-mono font-normal text-muted">
					{keyName}
				</PluginText>
			)}
			{required !== 'no' && <span className="font-normal text-muted">{t(`required.${required}`)}</span>}
			{model.deprecated && <span className="font-normal text-attention">{t('deprecated')}</span>}
		</span>
	);
}

/** What the plugin says of a field, as far as it is shown. */
export function About({ model }: { readonly model: FieldModel }): ReactNode {
	return model.about === null ? undefined : <PluginText max={MAX_ABOUT}>{model.about}</PluginText>;
}

/** A field's name for a screen reader and a sentence. */
export function plainName(name: string): string {
	return plainText(name.slice(0, MAX_NAME));
}

/** What is wrong with a field: said under it. `within`: also of what lies in it. */
export function useErrorOf(path: FieldProps['path'], within = false): string | undefined {
	const form = useForm();
	const say = useProblemText();
	const [first, ...more] = within ? form.below(path) : form.at(path);
	if (first === undefined) return undefined;
	const second = more.find(({ kind }) => kind !== first.kind);
	return second === undefined ? say(first) : `${say(first)} ${say(second)}`;
}

/** What holds where nothing is given, as text; null: nobody says. */
export function useDefaultText(model: FieldModel, own: JsonValue | undefined): string | null {
	const { t } = useTranslation('config');
	const textOf = useValueText();
	const value = own !== undefined ? own : model.default;
	return value === undefined || value === null ? null : t('default', { text: textOf(value) });
}

/** A value in a list of choices or a placeholder. */
export function useValueText(): (value: JsonValue) => string {
	const { t } = useTranslation('config');
	return (value) => {
		if (value === true) return t('yes');
		if (value === false) return t('no');
		const isEmpty = value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
		if (isEmpty) return t('emptyText');
		const text = typeof value === 'string' ? value : JSON.stringify(value);
		return plainText(text.length <= 80 ? text : `${text.slice(0, 79)}…`);
	};
}
