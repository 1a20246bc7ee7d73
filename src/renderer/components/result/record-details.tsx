import { X } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import type { ResultRecord } from '../../../shared/run/result-table.ts';
import { useRoute } from '../../client/engine.tsx';
import { jsonDifference } from '../../lib/json/json-difference.ts';
import { parseExactly } from '../../lib/json/parse-exactly.ts';
import { prettyJson } from '../../lib/json/read-records.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { IconButton } from '../controls/button.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { DifferenceTable } from '../data/difference-table.tsx';
import { ErrorNote, LoadingRows, Note } from '../notes.tsx';
import { TextLines } from '../text/text-lines.tsx';

/** Which record of which open result. */
interface RecordPlace {
	readonly id: string;
	readonly revision: number;
	readonly row: number;
}

/** One record as a whole, and its input where that stands beside: what differs first. */
export function RecordDetails({
	place,
	input,
	isAlone,
	onClose,
}: {
	readonly place: RecordPlace;
	readonly input: RecordPlace | null;
	/** The input was looked through, and has no record of the same id. */
	readonly isAlone: boolean;
	onClose(): void;
}) {
	const { t } = useTranslation('result');
	const format = useFormat();
	const record = useRoute('results.record', { ...place });
	const before = useRoute('results.record', { ...(input ?? place) }, { enabled: input !== null });
	const title = t('details.title', { text: format.count(place.row + 1) });
	return (
		<section aria-label={title} className="flex min-h-0 min-w-0 flex-1 flex-col gap-2 overflow-auto p-2 *:shrink-0">
			<header className="flex items-center gap-1">
				<h3 className="mr-auto font-medium">{title}</h3>
				<CopyButton text={() => record.data?.text ?? ''} label={t('details.copy')} />
				<IconButton icon={X} label={t('details.close')} onClick={onClose} />
			</header>
			{record.error !== null && <ErrorNote error={record.error} />}
			{isAlone && <Note>{t('beside.alone')}</Note>}
			{record.isPending && <LoadingRows rows={3} />}
			{record.data !== undefined && input !== null && before.data !== undefined && (
				<Difference before={before.data} after={record.data} />
			)}
			{record.data !== undefined && <Whole record={record.data} label={t('details.text')} />}
			{input !== null && before.data !== undefined && (
				<>
					<h4 className="font-medium">{t('beside.input')}</h4>
					<Whole record={before.data} label={t('beside.whole')} />
				</>
			)}
			{input !== null && before.error !== null && <ErrorNote error={before.error} />}
		</section>
	);
}

function Whole({ record, label }: { readonly record: ResultRecord; readonly label: string }) {
	const { t } = useTranslation('result');
	const format = useFormat();
	const shown = useMemo(() => prettyJson(record.json ?? record.text) ?? record.text, [record]);
	return (
		<>
			{record.odd === 'damaged' && <Note tone="attention">{t('details.damaged')}</Note>}
			{record.truncated && <Note>{t('details.cut', { size: format.bytes(record.bytes) })}</Note>}
			<TextLines text={shown} label={label} maxHeight={360} />
		</>
	);
}

function Difference({ before, after }: { readonly before: ResultRecord; readonly after: ResultRecord }) {
	const { t } = useTranslation('result');
	const differences = useMemo(() => {
		const [left, right] = [valueOf(before), valueOf(after)];
		return left === null || right === null ? null : jsonDifference(left.value, right.value);
	}, [before, after]);
	if (differences === null) return null;
	if (differences.length === 0) return <p className="text-muted">{t('beside.same')}</p>;
	return (
		<DifferenceTable
			differences={differences}
			label={t('beside.difference')}
			before={t('beside.input')}
			after={t('beside.output')}
		/>
	);
}

function valueOf({ json, text, truncated }: ResultRecord): { readonly value: JsonValue } | null {
	if (truncated) return null;
	try {
		return { value: parseExactly(json ?? text, String) as JsonValue };
	} catch {
		return null;
	}
}
