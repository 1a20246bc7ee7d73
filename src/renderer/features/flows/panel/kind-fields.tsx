import { ChevronDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type BuiltIn, builtIns } from '../../../../shared/flow/flow-file.ts';
import { componentTypes } from '../../../../shared/plugin/component-type.ts';
import { descriptionOf } from '../../../../shared/plugin/described.ts';
import { Field, inputClass, TextInput } from '../../../components/controls/fields.tsx';
import { Link } from '../../../components/controls/link.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { links } from '../../../lib/nav/links.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useEditorView } from '../editor/editor-context.ts';
import { type EditedComponent, pluginOf } from '../model/document.ts';
import { setComponent, setKind } from '../model/edit.ts';

/** What a component is called and what it is. */
export function KindFields({
	component,
	error,
}: {
	readonly component: EditedComponent;
	readonly error: string | undefined;
}) {
	const { t } = useTranslation('flows');
	const { t: common, i18n } = useTranslation();
	const { editor, plugins } = useEditorView();
	const plugin = pluginOf(component);
	const record = plugins.find(({ name }) => name === plugin);
	const description =
		component.use !== null
			? t(`about.${component.use}`)
			: record?.current == null
				? undefined
				: descriptionOf(record.current.manifest.metadata, i18n.language);
	const isUnknown = plugin !== null && record?.current == null;
	return (
		<>
			<div data-flow-field="name">
				<Field label={t('component.name')} error={error}>
					{(ids) => (
						<TextInput
							{...ids}
							maxLength={200}
							value={component.name}
							onChange={(event) => {
								const name = event.target.value;
								editor.change(
									(document) => setComponent(document, component.id, { name }),
									{ what: 'rename', name: component.name },
									{ run: `name ${component.id}` },
								);
							}}
						/>
					)}
				</Field>
			</div>
			<div data-flow-field="plugin" className="flex flex-col gap-1">
				<Field label={t('component.kind')}>
					{(ids) => (
						<span className="relative inline-flex">
							<select
								{...ids}
								className={`${inputClass} appearance-none bg-panel pr-7`}
								value={component.use === null ? `plugin:${plugin}` : `use:${component.use}`}
								onChange={(event) => {
									const [kind = '', ...rest] = event.target.value.split(':');
									const name = rest.join(':');
									editor.change(
										(document) =>
											setKind(document, component.id, kind === 'use' ? { use: name as BuiltIn } : { plugin: name }),
										{ what: 'kind', name: component.name },
									);
								}}
							>
								<optgroup label={t('builtIns')}>
									{builtIns.map((use) => (
										<option key={use} value={`use:${use}`}>
											{t(`role.${use}`)}
										</option>
									))}
								</optgroup>
								{isUnknown && (
									<option value={`plugin:${plugin}`}>
										{t('component.notInstalled', { name: plainText(plugin.slice(0, 200)) })}
									</option>
								)}
								{componentTypes.map((type) => {
									const ofType = plugins.filter(({ current }) => current?.manifest.type === type);
									return ofType.length === 0 ? null : (
										<optgroup key={type} label={common(`type.${type}`)}>
											{ofType.map(({ name }) => (
												<option key={name} value={`plugin:${name}`}>
													{name}
												</option>
											))}
										</optgroup>
									);
								})}
							</select>
							<ChevronDown
								size={14}
								aria-hidden
								className="pointer-events-none absolute top-1.5 right-2 mt-px text-muted"
							/>
						</span>
					)}
				</Field>
				{description !== undefined && (
					<p className="text-small text-muted">
						<PluginText max={400}>{description}</PluginText>
					</p>
				)}
				{record !== undefined && (
					<p className="text-small">
						<Link to={links.plugin(record.name)}>{t('component.toPlugin')}</Link>
					</p>
				)}
			</div>
		</>
	);
}
