import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteOutput } from '../../../../shared/api/routes.ts';
import { useAction } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { DataView } from '../../../components/data/data-view.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { useEditorView } from '../editor/editor-context.ts';
import { type EditedComponent, type FlowDocument, pluginOf } from '../model/document.ts';
import { flowOf } from '../model/write-flow.ts';
import { PanelSection } from '../panel/panel-section.tsx';
import { recordedInput } from './recorded-input.ts';

type Answer = RouteOutput<'flows.try'>;

const tried = new Set(['processor', 'transformer', 'filter', 'aggregator']);
/** Failed records that are told one by one. */
const SHOWN_FAILED = 20;
/** Of a record, characters that are shown beside its error. */
const SHOWN_RECORD = 300;

/** Puts the records that a component took in the run that is shown through it once more, as it is configured now. */
export function ComponentTrial({ component }: { readonly component: EditedComponent }) {
	const { t } = useTranslation('flows');
	const format = useFormat();
	const { editor, run, roleOf, plugins } = useEditorView();
	const { document } = editor;
	const { mutateAsync, isPending, error } = useAction('flows.try');
	const [answer, setAnswer] = useState<{ readonly of: FlowDocument; readonly told: Answer } | null>(null);
	if (run === null || run.status === 'running' || !tried.has(roleOf(component) ?? '')) return null;
	// What is kept of bytes does not say where one record ends.
	if (plugins.find(({ name }) => name === pluginOf(component))?.current?.manifest.encoding === 'bytes') return null;
	const records = recordedInput(document, component.id, run.links);
	if (records.length === 0) return null;
	const start = (): void => {
		const component = document.components.findIndex(({ id }) => id === component.id);
		setAnswer(null);
		mutateAsync({ flow: { definition: flowOf(document) }, component, records: [...records] }).then(
			(told) => setAnswer({ of: document, told }),
			// Shown as the action's error.
			() => undefined,
		);
	};
	const count = t('count', { count: records.length, text: format.count(records.length) });
	return (
		<PanelSection title={t('trial.title')}>
			<p className="text-small text-muted">{t('trial.about', { records: count })}</p>
			<Button className="self-start" busy={isPending} onClick={start}>
				{t('trial.go')}
			</Button>
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
