import { useTranslation } from 'react-i18next';
import { authorLanguages, authorLicences } from '../../../shared/plugin/authoring/authoring.ts';
import { componentTypes } from '../../../shared/plugin/component-type.ts';
import { Button } from '../../components/controls/button.tsx';
import { Field, Select, TextInput } from '../../components/controls/fields.tsx';
import { useFolderChooser } from '../../components/controls/paths/folder-chooser.tsx';
import { joined } from '../../components/controls/paths/folder-entries.tsx';
import { plainText } from '../../lib/text/plain-text.ts';
import { languageNames, type NewPluginDraft, nameProblem } from './new-plugin.ts';

/** `parent`: in which folder its own one comes to be; empty while that is not known. */
export function NewPluginForm({
	draft,
	parent,
	onChange,
}: {
	readonly draft: NewPluginDraft;
	readonly parent: string;
	onChange(draft: NewPluginDraft): void;
}) {
	const { t } = useTranslation('authoring');
	const { t: common } = useTranslation();
	const problem = draft.name === '' ? null : nameProblem(draft.name);
	const set = (change: Partial<NewPluginDraft>): void => onChange({ ...draft, ...change });
	const isWhole = draft.name !== '' && problem === null && parent !== '';
	const chooser = useFolderChooser({
		title: t('parentTitle'),
		...(parent === '' ? {} : { start: parent }),
		onChoose: (folder) => set({ parent: folder }),
	});
	return (
		<>
			<Field
				label={t('name')}
				hint={t('nameHint')}
				error={problem === null ? undefined : t(problem)}
				className="w-full max-w-80"
			>
				{(ids) => (
					<TextInput
						{...ids}
						data-autofocus
						mono
						maxLength={64}
						value={draft.name}
						onChange={(event) => set({ name: event.target.value.trim() })}
					/>
				)}
			</Field>
			<div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
				<Field label={t('language')} hint={t(`needs.${draft.language}`)}>
					{(ids) => (
						<Select
							{...ids}
							value={draft.language}
							options={authorLanguages.map((value) => ({ value, label: languageNames[value] ?? t('wat') }))}
							onChange={(language) => set({ language })}
						/>
					)}
				</Field>
				<Field label={t('role')} hint={t(`roles.${draft.role}`)}>
					{(ids) => (
						<Select
							{...ids}
							value={draft.role}
							options={componentTypes.map((value) => ({ value, label: common(`type.${value}`) }))}
							onChange={(role) => set({ role })}
						/>
					)}
				</Field>
			</div>
			<Field
				label={t('parent')}
				hint={
					isWhole ? (
						<span className="wrap-anywhere">{t('creates', { path: plainText(joined(parent, draft.name)) })}</span>
					) : undefined
				}
			>
				{(ids) => (
					<div className="flex gap-2">
						<TextInput
							{...ids}
							mono
							title={parent}
							value={parent}
							onChange={(event) => set({ parent: event.target.value.trim() })}
						/>
						<Button onClick={chooser.open}>{common('choose')}</Button>
					</div>
				)}
			</Field>
			<details>
				<summary className="w-fit">{t('more')}</summary>
				<div className="mt-2 flex flex-col gap-3">
					<Field label={t('description')}>
						{(ids) => (
							<TextInput
								{...ids}
								maxLength={2000}
								value={draft.description}
								onChange={(event) => set({ description: event.target.value })}
							/>
						)}
					</Field>
					<div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
						<Field label={t('author')}>
							{(ids) => (
								<TextInput
									{...ids}
									maxLength={200}
									value={draft.author}
									onChange={(event) => set({ author: event.target.value })}
								/>
							)}
						</Field>
						<Field label={t('licence')}>
							{(ids) => (
								<Select
									{...ids}
									value={draft.licence}
									options={authorLicences.map((value) => ({
										value,
										label: value === 'none' ? t('noLicence') : value,
									}))}
									onChange={(licence) => set({ licence })}
								/>
							)}
						</Field>
					</div>
				</div>
			</details>
			{chooser.dialog}
		</>
	);
}
