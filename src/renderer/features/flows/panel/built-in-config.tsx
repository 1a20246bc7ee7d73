import { useTranslation } from 'react-i18next';
import type { JsonValue } from '../../../../shared/errors/errors.ts';
import type { BuiltIn, PreviewConfig, ReadFileConfig, WriteFileConfig } from '../../../../shared/flow/flow-file.ts';
import { CodeEditor } from '../../../components/code-editor/code-editor.tsx';
import { Field, Select, TextInput } from '../../../components/controls/fields.tsx';
import { OpenFileField, SaveFileField } from '../../../components/controls/paths/path-field.tsx';
import { Switch } from '../../../components/controls/toggles.tsx';
import { Note } from '../../../components/notes.tsx';
import { configProblem } from '../../../lib/json/config-text.ts';
import { useEditorView } from '../editor/editor-context.ts';
import type { EditedComponent, Fields } from '../model/document.ts';
import { setComponent } from '../model/edit.ts';
import { configOf } from '../model/write-flow.ts';
import { NumberField } from './number-field.tsx';

type ErrorOf = (key: string) => string | undefined;
type Put = (key: string, value: JsonValue | undefined) => void;

interface FormProps {
	readonly config: Fields;
	readonly errorOf: ErrorOf;
	readonly put: Put;
}

const readFormats: readonly ReadFileConfig['format'][] = ['auto', 'csv', 'tsv', 'json', 'ndjson', 'lines', 'bytes'];
const writeFormats: readonly WriteFileConfig['format'][] = ['auto', 'csv', 'tsv', 'json', 'ndjson', 'bytes'];
const compressions: readonly ReadFileConfig['compression'][] = ['auto', 'none', 'gzip'];
const ifExists: readonly WriteFileConfig['if_exists'][] = ['replace', 'fail'];
/** Records that a preview keeps where nobody says. */
const PREVIEW_RECORDS: PreviewConfig['records'] = 100;

/** What a built-in component is configured with. Keys that have no field here stay as they are. */
export function BuiltInConfig({
	component,
	use,
	errorOf,
}: {
	readonly component: EditedComponent;
	readonly use: BuiltIn;
	readonly errorOf: ErrorOf;
}) {
	const { t } = useTranslation('flows');
	const { editor } = useEditorView();
	const write = (config: string, key: string): void =>
		editor.change(
			(document) => setComponent(document, component.id, { config }),
			{ what: 'configure', name: component.name },
			{ run: `config ${component.id} ${key}` },
		);
	if (configProblem(component.config) !== null) {
		return (
			<div className="flex flex-col gap-2">
				<Note tone="attention">{t('config.unreadable')}</Note>
				<CodeEditor
					label={t('config.title')}
					language="json"
					value={component.config}
					minLines={3}
					maxLines={12}
					onChange={(config) => write(config, 'json')}
				/>
			</div>
		);
	}
	const config = configOf(component.config);
	const put: Put = (key, value) => {
		const { [key]: _, ...others } = config;
		const next = value === undefined ? others : { ...config, [key]: value };
		write(Object.keys(next).length === 0 ? '' : JSON.stringify(next, null, 2), key);
	};
	const Form = { 'read-file': ReadFile, 'write-file': WriteFile, preview: Preview }[use];
	return (
		<section aria-label={t('config.title')} className="flex min-w-0 flex-col gap-3">
			<Form config={config} errorOf={errorOf} put={put} />
		</section>
	);
}

function ReadFile({ config, errorOf, put }: FormProps) {
	const { t } = useTranslation('flows');
	const format = wordOf(config['format'], readFormats);
	const isTable = format === 'auto' || format === 'csv' || format === 'tsv';
	return (
		<>
			<div data-config-field="path">
				<OpenFileField
					label={t('config.file')}
					value={textOf(config['path'])}
					chooserTitle={t('config.chooseFile')}
					error={errorOf('path')}
					onChange={(path) => put('path', path === '' ? undefined : path)}
				/>
			</div>
			<div className="grid grid-cols-2 gap-3">
				<Choice of="format" options={readFormats} config={config} errorOf={errorOf} put={put} />
				<Choice of="compression" options={compressions} config={config} errorOf={errorOf} put={put} />
			</div>
			{isTable && (
				<>
					<div data-config-field="delimiter">
						<Field label={t('config.delimiter')} hint={t('config.delimiterHint')} error={errorOf('delimiter')}>
							{(ids) => (
								<TextInput
									{...ids}
									mono
									maxLength={4}
									className="max-w-24"
									value={textOf(config['delimiter'])}
									onChange={(event) => put('delimiter', event.target.value === '' ? undefined : event.target.value)}
								/>
							)}
						</Field>
					</div>
					<Switch
						label={t('config.header')}
						checked={config['header'] !== false}
						onChange={(isOn) => put('header', isOn ? undefined : false)}
					/>
					<Switch
						label={t('config.types')}
						checked={config['types'] !== false}
						onChange={(isOn) => put('types', isOn ? undefined : false)}
					/>
				</>
			)}
		</>
	);
}

function WriteFile({ config, errorOf, put }: FormProps) {
	const { t } = useTranslation('flows');
	return (
		<>
			<div data-config-field="path">
				<SaveFileField
					label={t('config.outputFile')}
					value={textOf(config['path'])}
					suggestedName="result.ndjson"
					hint={t('config.outputHint')}
					error={errorOf('path')}
					onChange={(path) => put('path', path === '' ? undefined : path)}
				/>
			</div>
			<div className="grid grid-cols-2 gap-3">
				<Choice of="format" options={writeFormats} config={config} errorOf={errorOf} put={put} />
				<Choice of="compression" options={compressions} config={config} errorOf={errorOf} put={put} />
			</div>
			<Choice of="if_exists" options={ifExists} config={config} errorOf={errorOf} put={put} />
		</>
	);
}

function Preview({ config, put }: FormProps) {
	const { t } = useTranslation('flows');
	const { records } = config;
	return (
		<div data-config-field="records">
			<NumberField
				label={t('config.records')}
				hint={t('config.recordsHint')}
				value={typeof records === 'number' ? records : null}
				fallback={PREVIEW_RECORDS}
				min={1}
				max={1000}
				onChange={(value) => put('records', value ?? undefined)}
			/>
		</div>
	);
}

/** One of a few words; the first is what holds where none is given. */
function Choice<V extends string>({
	of,
	options,
	config,
	errorOf,
	put,
}: FormProps & { readonly of: 'format' | 'compression' | 'if_exists'; readonly options: readonly V[] }) {
	const { t } = useTranslation('flows');
	const [fallback] = options;
	const words = t(`config.${of}`, { returnObjects: true }) as Readonly<Record<string, string>>;
	return (
		<div data-config-field={of}>
			<Field label={words['label'] ?? of} error={errorOf(of)}>
				{(ids) => (
					<Select<V>
						{...ids}
						className="w-full"
						value={wordOf(config[of], options)}
						options={options.map((value) => ({ value, label: words[value] ?? value }))}
						onChange={(value) => put(of, value === fallback ? undefined : value)}
					/>
				)}
			</Field>
		</div>
	);
}

function textOf(value: JsonValue | undefined): string {
	return typeof value === 'string' ? value : '';
}

function wordOf<V extends string>(value: JsonValue | undefined, options: readonly V[]): V {
	return options.find((option) => option === value) ?? (options[0] as V);
}
