import { useTranslation } from 'react-i18next';
import {
	DEFAULT_BATCH_BYTES,
	DEFAULT_BATCH_RECORDS,
	MAX_BATCH_BYTES,
	MIN_BATCH_BYTES,
} from '../../../../shared/flow/flow-file.ts';
import { MAX_BATCH_SIZE } from '../../../../shared/policy/limits.ts';
import { Field, inputClass, TextInput } from '../../../components/controls/fields.tsx';
import { RunResults } from '../../../components/result/run-results.tsx';
import { useEditorView } from '../editor/editor-context.ts';
import { FileSection } from '../file/file-section.tsx';
import type { FlowFileLink } from '../file/use-flow-file.ts';
import type { FlowDocument } from '../model/document.ts';
import { KeptPreviews } from '../run/kept-previews.tsx';
import { FlowTriggerPanel } from '../triggers/flow-trigger-panel.tsx';
import { NumberField } from './number-field.tsx';
import { PanelSection } from './panel-section.tsx';
import { ProblemList } from './problem-list.tsx';

/** What holds for the flow as a whole; shown while no component is chosen. */
export function FlowPanel({
	nameError,
	file,
}: {
	readonly nameError: string | undefined;
	readonly file: FlowFileLink;
}) {
	const { t } = useTranslation('flows');
	const { t: triggers } = useTranslation('triggers');
	const { editor, check, run, keptAs } = useEditorView();
	const { document } = editor;
	const change = (next: Partial<FlowDocument>, run: string): void =>
		editor.change((now) => ({ ...now, ...next }), { what: 'about', name: document.name }, { run: `flow ${run}` });
	const ownError = check.problems.find(({ component, key }) => component === null && key === 'name')?.text;
	return (
		<>
			<header className="border-b border-line px-4 py-2">
				<h2 tabIndex={-1} data-panel-title data-takes-focus className="text-title font-semibold">
					{t('flow.title')}
				</h2>
			</header>
			<div className="flex flex-col gap-5 p-4">
				<div className="flex flex-col gap-3">
					<Field label={t('flow.name')} error={nameError ?? ownError}>
						{(ids) => (
							<TextInput
								{...ids}
								data-flow-field="name"
								maxLength={200}
								value={document.name}
								onChange={(event) => change({ name: event.target.value }, 'name')}
							/>
						)}
					</Field>
					<Field label={t('flow.description')}>
						{(ids) => (
							<textarea
								{...ids}
								rows={3}
								maxLength={2000}
								className={`${inputClass} h-auto py-1`}
								value={document.description}
								onChange={(event) => change({ description: event.target.value }, 'description')}
							/>
						)}
					</Field>
					<div className="grid grid-cols-2 gap-3">
						<NumberField
							label={t('work.batch')}
							value={document.batchSize}
							fallback={DEFAULT_BATCH_RECORDS}
							min={1}
							max={MAX_BATCH_SIZE}
							onChange={(batchSize) => change({ batchSize }, 'batch')}
						/>
						<NumberField
							label={t('work.bytes')}
							value={document.batchBytes}
							fallback={DEFAULT_BATCH_BYTES}
							min={MIN_BATCH_BYTES}
							max={MAX_BATCH_BYTES}
							onChange={(batchBytes) => change({ batchBytes }, 'bytes')}
						/>
					</div>
				</div>
				<PanelSection title={t('problems.title')}>
					<ProblemList />
				</PanelSection>
				<FileSection file={file} />
				{keptAs === null ? (
					<PanelSection title={triggers('title')}>
						<p className="text-muted">{triggers('saveFirst')}</p>
					</PanelSection>
				) : (
					<FlowTriggerPanel flow={keptAs} readers={readersOf(document)} />
				)}
				<KeptPreviews />
				{run !== null && <RunResults run={run.run} />}
				<p className="text-small text-muted">{t('flow.keys')}</p>
			</div>
		</>
	);
}

/** Names of the components that could read what appears in a folder. */
function readersOf({ components }: FlowDocument): readonly string[] {
	return components.flatMap(({ use, name }) => (use === 'read-file' ? [name] : []));
}
