import { useTranslation } from 'react-i18next';
import { ConfigForm } from '../../../components/config/config-form.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { useEditorView } from '../editor/editor-context.ts';
import { iconOf } from '../editor/part-icon.ts';
import { PartState } from '../editor/part-state.tsx';
import { PartMenu } from '../list/part-menu.tsx';
import { type Part, pluginOf } from '../model/document.ts';
import { setPart } from '../model/edit.ts';
import { shownPorts, takesRecords } from '../model/roles.ts';
import { PartData } from '../run/part-data.tsx';
import { PartTrial } from '../trial/part-trial.tsx';
import { BuiltInConfig } from './built-in-config.tsx';
import { HandlingFields } from './handling-fields.tsx';
import { InputsField } from './inputs-field.tsx';
import { KindFields } from './kind-fields.tsx';
import { OutputsField } from './outputs-field.tsx';
import { PanelPart } from './panel-part.tsx';

/** All that a component is: what it takes, how it is configured, what is wrong with it, and what went through it. */
export function PartPanel({ part }: { readonly part: Part }) {
	const { t } = useTranslation('flows');
	const { editor, check, roleOf, plugins } = useEditorView();
	const role = roleOf(part);
	const Icon = iconOf(role);
	const problems = check.problems.filter((problem) => problem.part === part.id);
	const manifest = plugins.find(({ name }) => name === pluginOf(part))?.current?.manifest ?? null;
	const hasForm = part.use !== null || manifest?.config_schema !== undefined;
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
						<PluginText max={200}>{part.name}</PluginText>
					</h2>
					<p className="flex flex-wrap gap-x-3 text-small text-muted">
						<span>{t(`role.${role ?? 'unknown'}`)}</span>
						<PartState part={part} isShort />
					</p>
				</div>
				<PartMenu part={part} />
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
				{part.use === 'preview' && <PartData part={part} />}
				<PanelPart title={t('part.what')}>
					<KindFields part={part} error={errorOf('name')} />
					{(takesRecords(role) || part.inputs.length > 0) && <InputsField part={part} />}
					{shownPorts(editor.document, part.id, role).length > 0 && <OutputsField part={part} />}
				</PanelPart>
				<PanelPart title={t('config.title')}>
					<div data-flow-field="config" className="min-w-0">
						{part.use !== null ? (
							<BuiltInConfig key={part.id} part={part} use={part.use} errorOf={(key) => errorOf(`config.${key}`)} />
						) : (
							<PluginConfig part={part} manifest={manifest} error={errorOf('config')} />
						)}
					</div>
				</PanelPart>
				<PanelPart title={t('work.title')}>
					<HandlingFields key={part.id} part={part} errorOf={errorOf} />
				</PanelPart>
				{part.use !== 'preview' && <PartData part={part} />}
				<PartTrial key={part.id} part={part} />
			</div>
		</>
	);
}

function PluginConfig({
	part,
	manifest,
	error,
}: {
	readonly part: Part;
	readonly manifest: Parameters<typeof ConfigForm>[0]['manifest'];
	readonly error: string | undefined;
}) {
	const { t } = useTranslation('flows');
	const { editor } = useEditorView();
	return (
		<ConfigForm
			key={`${part.id} ${pluginOf(part)}`}
			label={t('config.overrides')}
			hint={t(manifest?.config_schema === undefined ? 'config.jsonHint' : 'config.formHint')}
			manifest={manifest}
			value={part.config}
			error={error}
			saysMissing
			onChange={(config) =>
				editor.change(
					(document) => setPart(document, part.id, { config }),
					{ what: 'configure', name: part.name },
					{ run: `config ${part.id}` },
				)
			}
		/>
	);
}
