import { useTranslation } from 'react-i18next';
import type { ComponentType } from '../../../shared/plugin/component-type.ts';
import { descriptionOf } from '../../../shared/plugin/described.ts';
import type { Manifest } from '../../../shared/plugin/manifest.ts';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { inputFormats } from '../../../shared/run/input-format.ts';
import { useBridge } from '../../client/engine.tsx';
import { ConfigForm } from '../../components/config/config-form.tsx';
import { Segmented } from '../../components/controls/choices.tsx';
import { Field, Select, TextInput } from '../../components/controls/fields.tsx';
import { KeepChoice } from '../../components/controls/keep-choice.tsx';
import { OpenFileField, SaveFileField } from '../../components/controls/paths/path-field.tsx';
import { useFormat } from '../../lib/text/use-format.ts';
import { type Draft, defaultFunction, type OutputKind, writesFile } from './draft.ts';
import type { FieldErrors } from './use-field-errors.ts';
import type { PathState } from './use-path-check.ts';

/** One plugin over one file. */
export function PluginForm({
	draft,
	plugins,
	notReady,
	chosen,
	inputState,
	errors,
	tried,
	onChange,
}: {
	readonly draft: Draft;
	/** Those that can run. */
	readonly plugins: readonly PluginRecord[];
	readonly notReady: number;
	readonly chosen: PluginRecord | null;
	readonly inputState: PathState;
	readonly errors: FieldErrors;
	/** Somebody tried to start it. */
	readonly tried: boolean;
	onChange(change: Partial<Draft>): void;
}) {
	const { t } = useTranslation('runFile');
	const { t: common, i18n } = useTranslation();
	const format = useFormat();
	const metadata = chosen?.current?.manifest.metadata ?? {};
	const type = chosen?.current?.manifest.type ?? null;
	const options = [
		{ value: '', label: t('plugin.none') },
		...plugins.map((plugin) => ({
			value: plugin.name,
			label: `${plugin.name} · ${common(`type.${plugin.current?.manifest.type ?? 'processor'}`)}`,
		})),
	];
	return (
		<>
			<Field
				label={t('plugin.label')}
				error={errors.plugin}
				hint={
					descriptionOf(metadata, i18n.language) ??
					(notReady > 0 ? t('plugin.notReady', { count: notReady, text: format.count(notReady) }) : undefined)
				}
			>
				{(ids) => (
					<Select
						{...ids}
						className="w-full"
						value={draft.plugin}
						options={options}
						onChange={(plugin) => onChange({ plugin })}
					/>
				)}
			</Field>
			{chosen !== null && type !== null && (
				<>
					<OpenFileField
						label={type === 'source' ? t('input.ofSource') : t('input.label')}
						value={draft.input}
						onChange={(input) => onChange({ input })}
						chooserTitle={t('input.choose')}
						error={errors.input}
						hint={
							inputState.state === 'file'
								? t('input.size', { size: format.bytes(inputState.bytes) })
								: type === 'source'
									? t('input.optional')
									: undefined
						}
					/>
					<OutputFields draft={draft} isDestination={type === 'destination'} errors={errors} onChange={onChange} />
					<Options
						draft={draft}
						plugin={chosen}
						type={type}
						manifest={chosen.current?.manifest ?? null}
						errors={errors}
						tried={tried}
						onChange={onChange}
					/>
				</>
			)}
		</>
	);
}

function OutputFields({
	draft,
	isDestination,
	errors,
	onChange,
}: {
	readonly draft: Draft;
	readonly isDestination: boolean;
	readonly errors: FieldErrors;
	onChange(change: Partial<Draft>): void;
}) {
	const { t } = useTranslation('runFile');
	const { face } = useBridge();
	const kinds: readonly OutputKind[] = face === 'browser' ? ['download', 'file', 'none'] : ['file', 'none'];
	return (
		<>
			{!isDestination && (
				<div className="flex flex-col gap-1">
					<span className="text-small font-medium">{t('output.kind')}</span>
					<div>
						<Segmented<OutputKind>
							label={t('output.kind')}
							value={draft.outputKind}
							options={kinds.map((value) => ({ value, label: t(`output.${value}`) }))}
							onChange={(outputKind) => onChange({ outputKind })}
						/>
					</div>
					<p className="text-small text-muted">{t(`output.about.${draft.outputKind}`)}</p>
				</div>
			)}
			{writesFile(draft, isDestination ? 'destination' : 'processor') && (
				<SaveFileField
					label={isDestination ? t('output.ofDestination') : t('output.path')}
					value={draft.output}
					onChange={(output) => onChange({ output })}
					suggestedName={suggestedName(draft)}
					error={errors.output}
					hint={isDestination ? t('output.optional') : t('output.formats')}
				/>
			)}
		</>
	);
}

/** After the input and the plugin. */
export function suggestedName(draft: Pick<Draft, 'input' | 'plugin'>): string {
	const base = /([^\\/]+?)(\.[^.\\/]*)?$/.exec(draft.input)?.[1];
	return base === undefined ? `${draft.plugin}.ndjson` : `${base}.${draft.plugin}.ndjson`;
}

/** The file that is chosen for a source or a destination goes into its configuration as `path`. */
function chosenFile(draft: Draft, type: ComponentType | undefined): { readonly path?: string } {
	const path = type === 'source' ? draft.input : type === 'destination' ? draft.output : '';
	return path === '' ? {} : { path };
}

function Options({
	draft,
	plugin,
	type,
	manifest,
	errors,
	tried,
	onChange,
}: {
	readonly draft: Draft;
	readonly plugin: PluginRecord;
	readonly type: Parameters<typeof defaultFunction>[0];
	readonly manifest: Manifest | null;
	readonly errors: FieldErrors;
	readonly tried: boolean;
	onChange(change: Partial<Draft>): void;
}) {
	const { t } = useTranslation('runFile');
	const isSource = type === 'source';
	return (
		<fieldset className="flex flex-col gap-3 rounded-base border border-line p-3">
			<legend className="px-1 text-small font-medium">{t('options.title')}</legend>
			<div className="grid grid-cols-3 gap-3">
				{!isSource && (
					<Field label={t('options.format')}>
						{(ids) => (
							<Select
								{...ids}
								className="w-full"
								value={draft.format}
								options={inputFormats.map((value) => ({ value, label: t(`format.${value}`) }))}
								onChange={(next) => onChange({ format: next })}
							/>
						)}
					</Field>
				)}
				<Field label={t('options.batch')} error={errors.batch}>
					{(ids) => (
						<TextInput
							{...ids}
							inputMode="numeric"
							className="tabular"
							value={draft.batch}
							onChange={(event) => onChange({ batch: event.target.value })}
						/>
					)}
				</Field>
				{!isSource && (
					<Field label={t('options.fn')}>
						{(ids) => (
							<TextInput
								{...ids}
								mono
								placeholder={defaultFunction(type)}
								value={draft.fn}
								onChange={(event) => onChange({ fn: event.target.value })}
							/>
						)}
					</Field>
				)}
			</div>
			<KeepChoice value={draft.keep} plugins={[plugin]} onChange={(keep) => onChange({ keep })} />
			<ConfigForm
				key={draft.plugin}
				label={t('options.config')}
				hint={t(manifest?.config_schema === undefined ? 'options.configHint' : 'options.configFormHint')}
				manifest={manifest}
				value={draft.config}
				besides={chosenFile(draft, type)}
				error={errors.config}
				saysMissing={tried}
				onChange={(config) => onChange({ config })}
			/>
		</fieldset>
	);
}
