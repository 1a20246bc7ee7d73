import { useTranslation } from 'react-i18next';
import { templateNameSchema } from '../../../shared/plugin/policy-template.ts';
import { Field, TextInput } from './fields.tsx';

export const isTemplateName = (name: string): boolean => templateNameSchema.safeParse(name).success;

/** The name of a policy template. `error`: what else is wrong with it. */
export function TemplateNameField({
	label,
	name,
	error,
	onChange,
}: {
	readonly label: string;
	readonly name: string;
	readonly error?: string | undefined;
	onChange(name: string): void;
}) {
	const { t } = useTranslation('templates');
	const isWrong = name !== '' && !isTemplateName(name);
	return (
		<Field label={label} hint={t('form.nameHint')} error={isWrong ? t('form.nameWrong') : error}>
			{(ids) => (
				<TextInput
					{...ids}
					data-autofocus
					mono
					maxLength={64}
					value={name}
					onChange={(event) => onChange(event.target.value)}
				/>
			)}
		</Field>
	);
}
