import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PolicyTemplate } from '../../../../shared/plugin/policy-template.ts';
import { lockedDown, type SecurityPolicy } from '../../../../shared/policy/security-policy.ts';
import { useAction, useRoute } from '../../../client/engine.tsx';
import { Field, Select, TextInput } from '../../../components/controls/fields.tsx';
import { FormDialog } from '../../../components/controls/form-dialog.tsx';
import { isTemplateName, TemplateNameField } from '../../../components/controls/template-name-field.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { navigate } from '../../../lib/nav/hash-location.ts';
import { links } from '../../../lib/nav/links.ts';

/** What a dialog is about: a new template, of a policy or of one that is chosen there; or the name and note of one. */
export type TemplateQuestion =
	| { readonly kind: 'new'; readonly name: string; readonly policy: SecurityPolicy | null }
	| { readonly kind: 'rename'; readonly template: PolicyTemplate };

export function TemplateDialog({ question, onClose }: { readonly question: TemplateQuestion; onClose(): void }) {
	const { t } = useTranslation('templates');
	const { t: common } = useTranslation();
	const toasts = useToasts();
	const save = useAction('templates.save');
	const renamed = question.kind === 'rename' ? question.template : null;
	const [name, setName] = useState(renamed?.name ?? (question.kind === 'new' ? question.name : ''));
	const [note, setNote] = useState(renamed?.note ?? '');
	const [begin, setBegin] = useState('');
	const chooses = question.kind === 'new' && question.policy === null;
	const beginnings = useBeginnings(chooses);
	const isName = isTemplateName(name);
	const go = async (): Promise<void> => {
		const policy = question.kind === 'new' ? (question.policy ?? beginnings.get(begin)?.policy ?? lockedDown) : null;
		const saved = await save
			.mutateAsync(renamed === null ? { name, note, policy: policy ?? lockedDown } : { id: renamed.id, name, note })
			.catch(() => null);
		if (saved === null) return;
		onClose();
		if (renamed === null) navigate(links.template(saved.id));
		toasts.done(() => (renamed === null ? t('form.created', { name: saved.name }) : t('form.saved')));
	};
	return (
		<FormDialog
			title={t(renamed === null ? 'form.titleNew' : 'form.titleEdit')}
			description={renamed === null ? t('form.text') : undefined}
			go={renamed === null ? t('form.create') : common('save')}
			action={save}
			isWhole={isName}
			onGo={go}
			onClose={onClose}
		>
			<TemplateNameField label={t('form.name')} name={name} onChange={setName} />
			<Field label={t('form.note')}>
				{(ids) => (
					<TextInput {...ids} maxLength={2000} value={note} onChange={(event) => setNote(event.target.value)} />
				)}
			</Field>
			{chooses && (
				<Field label={t('form.begin')}>
					{(ids) => (
						<Select
							{...ids}
							className="w-full"
							value={begin}
							options={[
								{ value: '', label: t('form.beginNothing') },
								...[...beginnings].map(([value, { label }]) => ({ value, label })),
							]}
							onChange={setBegin}
						/>
					)}
				</Field>
			)}
		</FormDialog>
	);
}

interface Beginning {
	readonly label: string;
	readonly policy: SecurityPolicy;
}

/** Policies that a new template can begin with: of the plugins on which somebody decided, and of the other templates. */
function useBeginnings(enabled: boolean): ReadonlyMap<string, Beginning> {
	const { t } = useTranslation('templates');
	const plugins = useRoute('policy.list', {}, { enabled });
	const templates = useRoute('templates.list', {}, { enabled });
	const ofTemplates = (templates.data ?? []).map(
		({ template: { id, name, policy } }) => [`t:${id}`, { label: t('form.beginTemplate', { name }), policy }] as const,
	);
	const ofPlugins = (plugins.data ?? []).flatMap(({ name, granted }) =>
		granted === null
			? []
			: [[`p:${name}`, { label: t('form.beginPlugin', { name }), policy: granted.policy }] as const],
	);
	return new Map<string, Beginning>([...ofTemplates, ...ofPlugins]);
}
