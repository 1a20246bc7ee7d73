import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteOutput } from '../../../../shared/api/routes.ts';
import { MAX_TRIAL_BYTES } from '../../../../shared/flow/trial-limits.ts';
import { useAction } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { Field, inputClass } from '../../../components/controls/fields.tsx';
import { DataView } from '../../../components/data/data-view.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { useEditorView } from '../editor/editor-context.ts';
import { type EditedComponent, type FlowDocument, pluginOf } from '../model/document.ts';
import { flowOf } from '../model/write-flow.ts';
import { PanelSection } from '../panel/panel-section.tsx';
import { setOwnInput, useOwnInput } from './own-input.ts';
import { recordedInput, typedInput } from './recorded-input.ts';

type Answer = RouteOutput<'flows.try'>;

const tried = new Set(['processor', 'transformer', 'filter', 'aggregator']);
/** Failed records that are told one by one. */
const SHOWN_FAILED = 20;
/** Of a record, characters that are shown beside its error. */
const SHOWN_RECORD = 300;

/**
 * Puts records through one component, as it is configured now: those that it took in the run that is shown, or others that
 * a person wants it to take instead.
 */
export function ComponentTrial({ component }: { readonly component: EditedComponent }) {
	const { t } = useTranslation('flows');
	const format = useFormat();
	const { editor, run, draftId, roleOf, plugins } = useEditorView();
	const { document } = editor;
	const { mutateAsync, isPending, error } = useAction('flows.try');
	const [answer, setAnswer] = useState<{ readonly of: FlowDocument; readonly told: Answer } | null>(null);
	const own = useOwnInput(draftId, component.id);
	/** What was written last had more bytes than a trial takes. */
	const [isTooLarge, setTooLarge] = useState(false);
	const editing = useRef<HTMLTextAreaElement>(null);
	if (run?.status === 'running' || !tried.has(roleOf(component) ?? '')) return null;
	// What is kept of bytes does not say where one record ends.
	if (plugins.find(({ name }) => name === pluginOf(component))?.current?.manifest.encoding === 'bytes') return null;
	const recorded = run === null ? [] : recordedInput(document, component.id, run.links);
	const typed = own === null ? null : typedInput(own);
	const records = typed?.records ?? recorded;
	const start = (): void => {
		const place = document.components.findIndex(({ id }) => id === component.id);
		setAnswer(null);
		mutateAsync({ flow: { definition: flowOf(document) }, component: place, records: [...records] }).then(
			(told) => setAnswer({ of: document, told }),
			// Shown as the action's error.
			() => undefined,
		);
	};
	const write = (text: string | null): void => {
		const isTaken = setOwnInput(draftId, component, text);
		setTooLarge(!isTaken);
		if (isTaken) setAnswer(null);
	};
	const wrong = isTooLarge
		? t('trial.tooLarge', { most: format.bytes(MAX_TRIAL_BYTES) })
		: typed?.wrong == null
			? undefined
			: t('trial.wrong', { line: format.count(typed.wrong) });
	const count = t('count', { count: records.length, text: format.count(records.length) });
	return (
		<PanelSection title={t('trial.title')}>
			<p className="text-small text-muted">
				{typed !== null
					? t('trial.aboutOwn', { records: count })
					: recorded.length === 0
						? t('trial.aboutNone')
						: t('trial.about', { records: count })}
			</p>
			{own !== null && (
				<Field label={t('trial.own')} hint={t('trial.ownHint')} error={wrong}>
					{(ids) => (
						<textarea
							{...ids}
							ref={editing}
							rows={6}
							spellCheck={false}
							className={`${inputClass} h-auto py-1 font-mono text-small`}
							value={own}
							onChange={(event) => write(event.target.value)}
						/>
					)}
				</Field>
			)}
			<div className="flex flex-wrap gap-2">
				{(own !== null || recorded.length > 0) && (
					<Button busy={isPending} disabled={records.length === 0 || typed?.wrong != null} onClick={start}>
						{t(own === null ? 'trial.go' : 'trial.goOwn')}
					</Button>
				)}
				<Button
					onClick={() => {
						write(own === null ? recorded.join('\n') : null);
						if (own === null) requestAnimationFrame(() => editing.current?.focus());
					}}
				>
					{t(own === null ? 'trial.edit' : recorded.length > 0 ? 'trial.useRecorded' : 'trial.dropOwn')}
				</Button>
			</div>
			{error !== null && !isPending && <ErrorNote error={error} />}
			<div aria-live="polite" className="flex min-w-0 flex-col gap-3">
				{/* What is said of a flow that was changed since would be wrong. */}
				{answer !== null && answer.of === document && (
					<Told {...answer.told} isFilter={roleOf(component) === 'filter'} />
				)}
			</div>
		</PanelSection>
	);
}

function Told({ out, dropped, failed, logs, isFilter }: Answer & { readonly isFilter: boolean }) {
	const { t } = useTranslation('flows');
	const format = useFormat();
	const counted = (word: 'out' | 'dropped' | 'failed', records: readonly unknown[]): string =>
		t(`trial.${word}`, { records: t('count', { count: records.length, text: format.count(records.length) }) });
	const said = logs.map(({ level, message }) => `[${level}] ${message}`).join('\n');
	return (
		<>
			<Records title={counted('out', out)} records={out} />
			{isFilter && <Records title={counted('dropped', dropped)} records={dropped} />}
			{failed.length > 0 && (
				<section className="flex min-w-0 flex-col gap-2">
					<h4 className="font-medium">{counted('failed', failed)}</h4>
					<ul className="flex min-w-0 flex-col gap-2">
						{failed.slice(0, SHOWN_FAILED).map(({ record, error }, place) => (
							// biome-ignore lint/suspicious/noArrayIndexKey: the list of one answer never changes.
							<li key={place} className="flex min-w-0 flex-col gap-1">
								<PluginText className="font-mono text-small wrap-anywhere" max={SHOWN_RECORD}>
									{record}
								</PluginText>
								<ErrorNote error={error} />
							</li>
						))}
					</ul>
				</section>
			)}
			{said !== '' && <DataView title={t('trial.logs')} text={said} bytes={sizeOf(said)} maxHeight={160} />}
		</>
	);
}

function Records({ title, records }: { readonly title: string; readonly records: readonly string[] }) {
	if (records.length === 0) return <p className="font-medium">{title}</p>;
	const text = records.join('\n');
	return <DataView title={title} text={text} bytes={sizeOf(text)} records={records.length} maxHeight={260} />;
}

function sizeOf(text: string): number {
	return new TextEncoder().encode(text).length;
}
