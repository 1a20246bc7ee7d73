import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PolicyTemplate } from '../../../shared/plugin/policy-template.ts';
import { useAction } from '../../client/engine.tsx';
import { FormDialog } from '../../components/controls/form-dialog.tsx';
import { isTemplateName, TemplateNameField } from '../../components/controls/template-name-field.tsx';
import { useSubmit } from '../../components/toasts.tsx';

/** Brings a deleted policy template back under a name that no other one has. */
export function RestoreAsDialog({
	template,
	taken,
	onClose,
}: {
	readonly template: PolicyTemplate;
	/** Names of the templates that are there. */
	readonly taken: ReadonlySet<string>;
	onClose(): void;
}) {
	const { t } = useTranslation('trash');
	const restore = useAction('templates.restore');
	const submit = useSubmit(onClose);
	const [name, setName] = useState(() => freeName(template.name, taken));
	const isName = isTemplateName(name);
	const isTaken = taken.has(name);
	const go = (): Promise<void> =>
		submit(restore.mutateAsync({ template: { ...template, name } }), (back) =>
			t('templates.restored', { count: 1, text: '1', name: back.name }),
		);
	return (
		<FormDialog
			title={t('templates.asTitle', { name: template.name })}
			go={t('restore')}
			action={restore}
			isWhole={isName && !isTaken}
			onGo={go}
			onClose={onClose}
		>
			<TemplateNameField
				label={t('templates.newName')}
				name={name}
				error={isTaken ? t('templates.nameTaken') : undefined}
				onChange={setName}
			/>
		</FormDialog>
	);
}

/** The name with the first number behind it that makes it no other template's. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
	for (let number = 2; ; number++) {
		const ending = `-${number}`;
		const free = `${name.slice(0, 64 - ending.length)}${ending}`;
		if (!taken.has(free)) return free;
	}
}
