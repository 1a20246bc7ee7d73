import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResultSource } from '../../../shared/run/result-table.ts';
import type { RunDetail, WrittenFile } from '../../../shared/run/run.ts';
import { useRoute } from '../../client/engine.tsx';
import { useFormat } from '../../lib/text/use-format.ts';
import { Button } from '../controls/button.tsx';
import { DataView } from '../data/data-view.tsx';
import { PluginText } from '../text/plugin-text.tsx';
import { fileNameOf, handedOverOf, inputBeside } from './of-run.ts';
import { ResultActions } from './result-actions.tsx';
import { ResultTable } from './result-table.tsx';

/** Files whose records are shown at once; of the others, when a person asks. */
const OPEN_AT_ONCE = 1;

/** What a run made: every file that it wrote, where it is, and all of its records, as the disk has them now. */
export function RunResults({ run }: { readonly run: RunDetail }) {
	const { t } = useTranslation('result');
	const isOver = run.status !== 'running';
	const written = useRoute('runs.written', { id: run.id }, { enabled: isOver, ofDisk: true });
	if (!isOver || written.data === undefined) return null;
	const handedOver = handedOverOf(run, written.data);
	if (written.data.length === 0 && handedOver === null) return null;
	return (
		<section aria-label={t('title')} className="flex flex-col gap-4">
			<h2 className="font-semibold">{t('title')}</h2>
			{handedOver !== null && <HandedOver run={run} path={handedOver} />}
			{written.data.map((file, place) => (
				<OneFile key={file.path} run={run} file={file} isFirst={place < OPEN_AT_ONCE} />
			))}
		</section>
	);
}

/** What a browser fetches: its place is no concern of the person's. */
function HandedOver({ run, path }: { readonly run: RunDetail; readonly path: string }) {
	const { t } = useTranslation('result');
	const source: ResultSource = { kind: 'written', run: run.id, path };
	const name = fileNameOf(path);
	return (
		<div className="flex min-w-0 flex-col gap-2">
			<p className="flex flex-wrap items-center gap-x-2 gap-y-1">
				<span>{t('handedOver')}</span>
				<PluginText className="font-mono text-small">{name}</PluginText>
				<ResultActions source={source} path={null} name={name} />
			</p>
			<ResultTable source={source} input={inputBeside(run, path)} label={t('records', { name })} />
		</div>
	);
}

function OneFile({
	run,
	file: { path, bytes, beginning, isCompressed },
	isFirst,
}: {
	readonly run: RunDetail;
	readonly file: WrittenFile;
	readonly isFirst: boolean;
}) {
	const { t } = useTranslation('result');
	const format = useFormat();
	const [isShown, setShown] = useState(isFirst);
	const name = fileNameOf(path);
	const source: ResultSource = { kind: 'written', run: run.id, path };
	const isText = beginning?.form !== 'base64';
	return (
		<div className="flex min-w-0 flex-col gap-2">
			<div className="flex flex-wrap items-center gap-x-2 gap-y-1">
				<p className="flex min-w-0 flex-wrap items-baseline gap-x-2">
					<span>{bytes === null ? t('gone') : t('wrote', { size: format.bytes(bytes) })}</span>
					<PluginText className="min-w-0 font-mono text-small wrap-anywhere" max={1000}>
						{path}
					</PluginText>
				</p>
				{bytes !== null && <ResultActions source={source} path={path} name={name} />}
			</div>
			{bytes !== null && bytes > 0 && !isText && beginning !== null && (
				<DataView
					title={t(isCompressed ? 'beginningInside' : 'beginning')}
					{...beginning}
					bytes={isCompressed && beginning.truncated ? null : beginning.bytes}
					maxHeight={260}
				/>
			)}
			{bytes !== null && bytes > 0 && isText && isShown && (
				<ResultTable source={source} input={inputBeside(run, path)} label={t('records', { name })} />
			)}
			{bytes !== null && bytes > 0 && isText && !isShown && (
				<Button className="self-start" onClick={() => setShown(true)}>
					{t('showRecords')}
				</Button>
			)}
		</div>
	);
}
