import { useTranslation } from 'react-i18next';
import {
	DEFAULT_BATCH_BYTES,
	DEFAULT_BATCH_RECORDS,
	type LastResort,
	MAX_BATCH_BYTES,
	MAX_WORKERS,
	MIN_BATCH_BYTES,
	type OnError,
} from '../../../../shared/flow/flow-file.ts';
import { MAX_BATCH_SIZE } from '../../../../shared/policy/limits.ts';
import { Field, Select } from '../../../components/controls/fields.tsx';
import { useEditorView } from '../editor/editor-context.ts';
import type { EditedComponent } from '../model/document.ts';
import { setComponent } from '../model/edit.ts';
import { BACKOFF_MS, lastResortOf, retriesOf, withLastResort, withRetries } from '../model/on-error.ts';
import { sharesWork } from '../model/roles.ts';
import { NumberField } from './number-field.tsx';

const resorts: readonly LastResort[] = ['fail', 'skip', 'quarantine'];

/** What becomes of records that a component cannot take, and how its work is cut and shared. */
export function HandlingFields({
	component,
	errorOf,
}: {
	readonly component: EditedComponent;
	errorOf(key: string): string | undefined;
}) {
	const { t } = useTranslation('flows');
	const { editor, roleOf } = useEditorView();
	const change = (next: Partial<EditedComponent>, run: string): void =>
		editor.change(
			(document) => setComponent(document, component.id, next),
			{ what: 'handling', name: component.name },
			{ run: `${run} ${component.id}` },
		);
	const retries = retriesOf(component.onError);
	const last = lastResortOf(component.onError);
	const setError = (next: OnError): void =>
		change({ onError: next === 'fail' && component.onError === null ? null : next }, 'error');
	const isShared = sharesWork(roleOf(component)) && component.use === null;
	const isFirst = component.use === 'read-file';
	return (
		<div className="flex flex-col gap-3">
			<div data-flow-field="on_error" className="flex flex-col gap-3">
				<Field label={t('error.title')} hint={t(`error.about.${last}`)} error={errorOf('on_error')} keepsHint>
					{(ids) => (
						<Select<LastResort>
							{...ids}
							className="w-full"
							value={last}
							options={resorts.map((value) => ({ value, label: t(`error.${value}`) }))}
							onChange={(value) => setError(withLastResort(component.onError, value))}
						/>
					)}
				</Field>
				<div className="grid grid-cols-2 gap-3">
					<NumberField
						label={t('error.retry')}
						value={retries?.retry ?? null}
						fallback={0}
						min={1}
						max={20}
						onChange={(retry) => setError(withRetries(component.onError, retry))}
					/>
					{retries !== null && (
						<NumberField
							label={t('error.backoff')}
							value={retries.backoff_ms}
							min={0}
							max={60_000}
							onChange={(backoff) => setError(withRetries(component.onError, retries.retry, backoff ?? BACKOFF_MS))}
						/>
					)}
				</div>
			</div>
			{isShared && (
				<div data-flow-field="workers">
					<NumberField
						label={t('work.workers')}
						hint={errorOf('workers') ?? t('work.workersHint')}
						value={component.workers}
						fallback={1}
						min={1}
						max={MAX_WORKERS}
						onChange={(workers) => change({ workers }, 'workers')}
					/>
				</div>
			)}
			{!isShared && component.workers !== null && (
				<div data-flow-field="workers">
					<NumberField
						label={t('work.workers')}
						hint={errorOf('workers')}
						value={component.workers}
						fallback={1}
						min={1}
						max={MAX_WORKERS}
						onChange={(workers) => change({ workers }, 'workers')}
					/>
				</div>
			)}
			<div className="grid grid-cols-2 gap-3">
				<NumberField
					label={t(isFirst ? 'work.batchRead' : 'work.batch')}
					value={component.batchSize}
					fallback={editor.document.batchSize ?? DEFAULT_BATCH_RECORDS}
					min={1}
					max={MAX_BATCH_SIZE}
					onChange={(batchSize) => change({ batchSize }, 'batch')}
				/>
				<NumberField
					label={t('work.bytes')}
					value={component.batchBytes}
					fallback={editor.document.batchBytes ?? DEFAULT_BATCH_BYTES}
					min={MIN_BATCH_BYTES}
					max={MAX_BATCH_BYTES}
					onChange={(batchBytes) => change({ batchBytes }, 'bytes')}
				/>
			</div>
		</div>
	);
}
