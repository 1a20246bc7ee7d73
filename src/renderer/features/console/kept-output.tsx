import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ANSWER_BUDGET, type KeptOutput } from '../../../shared/run/kept-output.ts';
import { useAct, useBridge } from '../../client/engine.tsx';
import { Button } from '../../components/controls/button.tsx';
import { DataView } from '../../components/data/data-view.tsx';
import { Note } from '../../components/notes.tsx';
import { ResultTable } from '../../components/result/result-table.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { useFormat } from '../../lib/text/use-format.ts';
import { fileNameOf } from './call-outcome.ts';

const extensions = { json: 'json', ndjson: 'ndjson', bytes: 'bin' } as const;

/** An output that is too large to be in the answer: why, its beginning, and the way to the whole. */
export function Kept({ kept, fn }: { readonly kept: KeptOutput; readonly fn: string }) {
	const { t } = useTranslation('test');
	const bridge = useBridge();
	const act = useAct();
	const toasts = useToasts();
	const [saving, setSaving] = useState(false);
	const { id, form, bytes, preview } = kept;
	const save = async (): Promise<void> => {
		setSaving(true);
		try {
			const path = await bridge.pickSave({ suggestedName: `${fileNameOf(fn, id)}.${extensions[form]}` });
			if (path === null) return;
			await act('outputs.save', { id, path });
			if (bridge.face === 'browser') await bridge.download(path);
			else
				toasts.done(() => t('kept.saved', { path }), {
					label: () => t('kept.show'),
					onPress: () => void bridge.download(path),
				});
		} catch (error) {
			toasts.failed(() => t('download'), error);
		} finally {
			setSaving(false);
		}
	};
	return (
		<div className="flex flex-col items-start gap-2 [&>*]:max-w-full [&>section]:w-full">
			<KeptNote kept={kept} asTable={form !== 'bytes'} />
			{form === 'bytes' ? (
				<DataView
					key={id}
					title={t('output')}
					text={preview.text}
					bytes={bytes}
					truncated={preview.truncated}
					form={preview.form}
					maxHeight={360}
				/>
			) : (
				<ResultTable key={id} source={{ kind: 'kept', id }} label={t('output')} />
			)}
			<Button icon={Download} tone="quiet" busy={saving} onClick={() => void save()}>
				{t('download')}
			</Button>
		</div>
	);
}

/** How much there is, and why it is shown as text where it is. */
export function KeptNote({ kept, asTable = false }: { readonly kept: KeptOutput; readonly asTable?: boolean }) {
	const { t } = useTranslation('test');
	const format = useFormat();
	const limit = {
		bytes: format.bytes(ANSWER_BUDGET.bytes),
		values: format.count(ANSWER_BUDGET.values),
		depth: format.count(ANSWER_BUDGET.depth),
		numbers: '',
	}[kept.over];
	return (
		<Note>
			{kept.form === 'ndjson'
				? t('kept.records', { size: format.bytes(kept.bytes), text: format.count(kept.records) })
				: t('kept.size', { size: format.bytes(kept.bytes) })}{' '}
			{asTable ? t('kept.table') : t(`kept.over.${kept.over}`, { limit })} {t('kept.until')}
		</Note>
	);
}
