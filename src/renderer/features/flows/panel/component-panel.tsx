import { useTranslation } from 'react-i18next';
import { ConfigForm } from '../../../components/config/config-form.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { iconOf } from '../editor/component-icon.ts';
import { ComponentState } from '../editor/component-state.tsx';
import { useEditorView } from '../editor/editor-context.ts';
import { ComponentMenu } from '../list/component-menu.tsx';
import { type EditedComponent, pluginOf } from '../model/document.ts';
import { setComponent } from '../model/edit.ts';
import { shownPorts, takesRecords } from '../model/roles.ts';
import { ComponentData } from '../run/component-data.tsx';
import { ComponentTrial } from '../trial/component-trial.tsx';
import { BuiltInConfig } from './built-in-config.tsx';
import { HandlingFields } from './handling-fields.tsx';
import { InputsField } from './inputs-field.tsx';
import { KindFields } from './kind-fields.tsx';
import { OutputsField } from './outputs-field.tsx';
import { PanelSection } from './panel-section.tsx';

/** All that a component is: what it takes, how it is configured, what is wrong with it, and what went through it. */
export function ComponentPanel({ component }: { readonly component: EditedComponent }) {
	const { t } = useTranslation('flows');
	const { editor, check, roleOf, plugins } = useEditorView();
	const role = roleOf(component);
	const Icon = iconOf(role);
	const problems = check.problems.filter((problem) => problem.component === component.id);
	const manifest = plugins.find(({ name }) => name === pluginOf(component))?.current?.manifest ?? null;
	const hasForm = component.use !== null || manifest?.config_schema !== undefined;
	const errorOf = (key: string): string | undefined => problems.find((problem) => problem.key === key)?.text;
	// What a field says itself is not said twice.
	const isSaid = (key: string | null): boolean =>
		key !== null &&
		(key === 'name' || key === 'on_error' || key === 'workers' || (key.startsWith('config.') && hasForm));
	const others = problems.filter(({ key }) => !isSaid(key));
	return (
		<>
			<header className="flex items-start gap-2 border-b border-line px-4 py-2">
				<Icon size={16} aria-hidden className="mt-1 shrink-0 text-muted" />
				<div className="min-w-0 flex-1">
					<h2 tabIndex={-1} data-panel-title data-takes-focus className="truncate text-title font-semibold">
						<PluginText max={200}>{component.name}</PluginText>
					</h2>
					<p className="flex flex-wrap gap-x-3 text-small text-muted">
						<span>{t(`role.${role ?? 'unknown'}`)}</span>
						<ComponentState component={component} isShort />
					</p>
				</div>
				<ComponentMenu component={component} />
			</header>
			<div className="flex flex-col gap-5 p-4">
				{others.length > 0 && (
					<ul aria-live="polite" aria-label={t('problems.title')} className="flex flex-col gap-1">
						{others.map(({ key, text }) => (
							<li key={`${key}/${text}`} className="rounded-base bg-failed-soft px-3 py-2 text-failed">
								{text}
							</li>
						))}
					</ul>
				)}
				{/* It is there to be looked at. */}
				{component.use === 'preview' && <ComponentData component={component} />}
				<PanelSection title={t('component.what')}>
					<KindFields component={component} error={errorOf('name')} />
					{(takesRecords(role) || component.inputs.length > 0) && <InputsField component={component} />}
					{shownPorts(editor.document, component.id, role).length > 0 && <OutputsField component={component} />}
				</PanelSection>
				<PanelSection title={t('config.title')}>
					<div data-flow-field="config" className="min-w-0">
						{component.use !== null ? (
							<BuiltInConfig
								key={component.id}
								component={component}
								use={component.use}
								errorOf={(key) => errorOf(`config.${key}`)}
							/>
						) : (
							<PluginConfig component={component} manifest={manifest} error={errorOf('config')} />
						)}
					</div>
				</PanelSection>
				<PanelSection title={t('work.title')}>
					<HandlingFields key={component.id} component={component} errorOf={errorOf} />
				</PanelSection>
				{component.use !== 'preview' && <ComponentData component={component} />}
				<ComponentTrial key={component.id} component={component} />
			</div>
		</>
	);
}

function PluginConfig({
	component,
	manifest,
	error,
}: {
	readonly component: EditedComponent;
	readonly manifest: Parameters<typeof ConfigForm>[0]['manifest'];
	readonly error: string | undefined;
}) {
	const { t } = useTranslation('flows');
	const { editor } = useEditorView();
	return (
		<ConfigForm
			key={`${component.id} ${pluginOf(component)}`}
			label={t('config.overrides')}
			hint={t(manifest?.config_schema === undefined ? 'config.jsonHint' : 'config.formHint')}
			manifest={manifest}
			value={component.config}
			error={error}
			saysMissing
			onChange={(config) =>
				editor.change(
					(document) => setComponent(document, component.id, { config }),
					{ what: 'configure', name: component.name },
					{ run: `config ${component.id}` },
				)
			}
		/>
	);
}
