import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConfigProblem } from '../../../shared/config/config-problem.ts';
import type { ReadSchema } from '../../../shared/config/config-schema.ts';
import { rootFields } from '../../../shared/config/field-model.ts';
import { inLanguage } from '../../../shared/config/in-language.ts';
import { readConfigSchema } from '../../../shared/config/read-schema.ts';
import type { Manifest } from '../../../shared/plugin/manifest.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import { CodeEditor } from '../code-editor/code-editor.tsx';
import { Button } from '../controls/button.tsx';
import { Segmented } from '../controls/choices.tsx';
import { Note } from '../notes.tsx';
import { AnyField } from './any-field.tsx';
import { type Fields, readConfig, writeConfig } from './config-value.ts';
import { type FieldProps, FormProvider, type Path } from './form-context.ts';
import { FieldList } from './object-field.tsx';
import { useConfigCheck } from './use-config-check.ts';
import { useProblemText } from './use-problem-text.ts';

interface ConfigFormProps {
	/** What it is called: seen above it, and the editor's name. */
	readonly label: string;
	readonly hint: string;
	/** Null: no plugin is chosen yet, or none that is known. */
	readonly manifest: Manifest | null;
	/** JSON text; empty: nothing is overridden. */
	readonly value: string;
	/** What else the configuration will hold, from elsewhere on the screen. */
	readonly besides?: Fields;
	/** What is wrong with the text as a whole. */
	readonly error?: string | undefined;
	/** Keys that are missing are said, too: somebody tried to go on. */
	readonly saysMissing: boolean;
	readonly minLines?: number;
	onChange(value: string): void;
}

/**
 * What overrides a plugin's configuration: as a form where its manifest has a schema, in step with the JSON that it is.
 * Keys that the form does not know stay as they are.
 */
export function ConfigForm(props: ConfigFormProps) {
	const { label, hint, manifest, value, error, minLines = 3, onChange } = props;
	const { t, i18n } = useTranslation('config');
	const given = manifest?.config_schema;
	const reading = useMemo(() => (given === undefined ? null : readConfigSchema(given)), [given]);
	const read = reading?.schema ?? null;
	const schema = useMemo(() => (read === null ? null : inLanguage(read, i18n.language)), [read, i18n.language]);
	const [chosen, setView] = useState<'form' | 'json'>('form');
	const view = schema === null ? 'json' : chosen;
	const config = useMemo(() => readConfig(value), [value]);
	return (
		<section aria-label={label} className="relative flex min-w-0 flex-col gap-2">
			<div className="flex flex-wrap items-center justify-between gap-2">
				<span className="text-small font-medium">{label}</span>
				{schema !== null && (
					<Segmented<'form' | 'json'>
						label={t('view.label')}
						value={view}
						options={[
							{ value: 'form', label: t('view.form') },
							{ value: 'json', label: t('view.json') },
						]}
						onChange={setView}
					/>
				)}
			</div>
			<p className="text-small text-muted">{hint}</p>
			{reading !== null && reading.problem !== null && (
				<Note>{t(`flaw.${reading.problem.code}`, { text: plainText(reading.problem.at) })}</Note>
			)}
			{view === 'json' || schema === null || manifest === null ? (
				<CodeEditor label={label} language="json" value={value} onChange={onChange} minLines={minLines} maxLines={12} />
			) : config === null ? (
				<Note tone="attention">
					<p>{t('unreadable')}</p>
					<div className="mt-2">
						<Button onClick={() => setView('json')}>{t('goThere')}</Button>
					</div>
				</Note>
			) : null}
			{schema !== null && manifest !== null && (
				<Checked {...props} manifest={manifest} schema={schema} config={config} isForm={view === 'form'} />
			)}
			{error !== undefined && <p className="text-small text-failed">{error}</p>}
		</section>
	);
}

const nothing: Fields = {};

/** What the engine says of it, at its fields, or listed where there are none. */
function Checked({
	manifest,
	schema,
	config,
	isForm,
	besides = nothing,
	saysMissing,
	onChange,
}: Omit<ConfigFormProps, 'manifest'> & {
	readonly manifest: Manifest;
	readonly schema: ReadSchema;
	readonly config: Fields | null;
	readonly isForm: boolean;
}) {
	const { t } = useTranslation('config');
	const whole = useMemo(() => (config === null ? null : { ...config, ...besides }), [config, besides]);
	const check = useConfigCheck(manifest.name, whole);
	const problems = check.problems.filter(({ kind, path }) => saysMissing || kind !== 'missing' || path.length > 1);
	const context = useMemo(
		() => ({
			schema,
			at: (path: Path) => problems.filter((problem) => isAt(problem, path)),
			below: (path: Path) => problems.filter((problem) => isBelow(problem, path)),
			draw: (props: FieldProps) => <AnyField {...props} />,
		}),
		[schema, problems],
	);
	const { fields } = useMemo(() => rootFields(schema), [schema]);
	if (!isForm) return <Listed problems={problems} />;
	if (config === null) return null;
	return (
		<FormProvider value={context}>
			<div className="flex flex-col gap-4">
				<FieldList
					fields={fields}
					path={[]}
					value={config}
					own={manifest.config}
					fixed={besides}
					onChange={(next) => onChange(writeConfig(next))}
				/>
			</div>
			<Listed problems={problems.filter(({ path }) => path.length === 0)} />
			{!check.complete && <p className="text-small text-muted">{t('notChecked')}</p>}
		</FormProvider>
	);
}

function Listed({ problems }: { readonly problems: readonly ConfigProblem[] }) {
	const { t } = useTranslation('config');
	const say = useProblemText();
	if (problems.length === 0) return null;
	return (
		<ul aria-live="polite" className="flex flex-col gap-0.5 text-small text-failed">
			{problems.slice(0, 5).map((problem) => {
				const place = problem.path.join('.');
				return (
					<li key={`${place}/${problem.kind}`}>
						{place === '' ? say(problem) : t('at', { place: plainText(place.slice(0, 100)), text: say(problem) })}
					</li>
				);
			})}
		</ul>
	);
}

function isBelow({ path }: ConfigProblem, place: Path): boolean {
	return path.length >= place.length && place.every((step, index) => step === path[index]);
}

function isAt(problem: ConfigProblem, place: Path): boolean {
	return problem.path.length === place.length && isBelow(problem, place);
}
