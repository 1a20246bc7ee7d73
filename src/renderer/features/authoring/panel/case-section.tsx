import { CircleAlert, CircleCheck, CircleX, type LucideIcon, Play } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type {
	CaseDifference,
	CaseResult,
	CaseStatus,
	TestAnswer,
} from '../../../../shared/plugin/authoring/authoring.ts';
import { Button } from '../../../components/controls/button.tsx';
import { Select } from '../../../components/controls/fields.tsx';
import { Checkbox } from '../../../components/controls/toggles.tsx';
import { DataTable } from '../../../components/data/data-table.tsx';
import { DifferenceTable } from '../../../components/data/difference-table.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { Section } from '../../../components/page.tsx';
import { Status, type Tone } from '../../../components/status.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import type { JsonDifference } from '../../../lib/json/json-difference.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import type { Cases } from './use-cases.ts';

const NOTHING = 'nothing';

/** The folder's cases: what came out, where it is not as expected, and where it is not as in an earlier version. */
export function CaseSection({ cases }: { readonly cases: Cases }) {
	const { t } = useTranslation('develop');
	const { t: plugin } = useTranslation('plugin');
	const id = useId();
	const { answer, error, isRunning, versions, since, grantsAll } = cases;
	const options = [
		...versions.map(({ sha256, label }) => {
			const version = label === null ? plugin('versions.noLabel') : plainText(label);
			return { value: sha256, label: t('sinceVersion', { version, hash: sha256.slice(0, 8) }) };
		}),
		{ value: NOTHING, label: t('sinceNone') },
	];
	return (
		<Section
			title={t('cases')}
			actions={
				<Button icon={Play} busy={isRunning} onClick={() => void cases.run()}>
					{t('runCases')}
				</Button>
			}
		>
			<p className="max-w-160 text-muted">{t('casesText')}</p>
			<div className="flex flex-wrap items-center gap-x-6 gap-y-2">
				<label htmlFor={id} className="flex min-w-0 items-center gap-2">
					<span className="shrink-0">{t('since')}</span>
					<Select
						id={id}
						className="min-w-0"
						value={since ?? NOTHING}
						options={options}
						onChange={(next) => cases.compareWith(next === NOTHING ? null : next)}
					/>
				</label>
				<Checkbox checked={grantsAll} onChange={cases.grantAll} label={t('grantAll')} />
			</div>
			{error !== null && <ErrorNote error={error} />}
			{error === null && answer !== null && <Report answer={answer} />}
		</Section>
	);
}

const shapes: Readonly<Record<CaseStatus, readonly [Tone, LucideIcon]>> = {
	passed: ['ok', CircleCheck],
	failed: ['failed', CircleX],
	recorded: ['attention', CircleAlert],
	unsaid: ['attention', CircleAlert],
};
const cell = 'border-b border-line px-2 py-1 align-top';

function Report({ answer }: { readonly answer: TestAnswer }) {
	const { t } = useTranslation('develop');
	const format = useFormat();
	const { cases, counts, ms } = answer;
	const compared = cases.filter(({ changes }) => changes !== null);
	const changed = compared.filter(({ changes }) => (changes ?? []).length > 0).length;
	const summary = t('passed', {
		...{ passed: format.count(counts.passed), all: format.count(cases.length) },
		time: format.duration(ms),
	});
	return (
		<>
			<p role="status">
				{summary}{' '}
				{compared.length > 0 &&
					(changed === 0 ? t('unchanged') : t('changed', { count: changed, text: format.count(changed) }))}
			</p>
			<DataTable
				isLined
				label={t('cases')}
				heads={[{ text: t('case') }, { text: t('result') }, { text: t('time'), className: 'text-right' }]}
			>
				{cases.map(({ file, name, status, ms: took }) => {
					const [tone, icon] = shapes[status];
					return (
						<tr key={file}>
							<td className={cell}>
								<PluginText max={200} title={file}>
									{name}
								</PluginText>
							</td>
							<td className={cell}>
								<Status tone={tone} icon={icon}>
									{t(`status.${status}`)}
								</Status>
							</td>
							<td className={`${cell} text-right whitespace-nowrap tabular`}>{format.duration(took)}</td>
						</tr>
					);
				})}
			</DataTable>
			{cases.map((each) => (
				<Differences key={each.file} result={each} />
			))}
		</>
	);
}

const placed = ({ at, expected, actual }: CaseDifference): JsonDifference => ({
	path: at,
	...(expected === undefined ? {} : { before: expected }),
	...(actual === undefined ? {} : { after: actual }),
});

/** Of one case; nothing where all is as it was to be. */
function Differences({ result }: { readonly result: CaseResult }) {
	const { t } = useTranslation('develop');
	const name = plainText(result.name);
	const { differences } = result;
	const changes = result.changes ?? [];
	return (
		<>
			{differences.length > 0 && (
				<div>
					<h3 className="font-medium wrap-anywhere">{t('differs', { name })}</h3>
					<DifferenceTable
						differences={differences.map(placed)}
						label={t('differs', { name })}
						before={t('expected')}
						after={t('got')}
					/>
				</div>
			)}
			{changes.length > 0 && (
				<div>
					<h3 className="font-medium wrap-anywhere">{t('changes', { name })}</h3>
					<DifferenceTable
						differences={changes.map(placed)}
						label={t('changes', { name })}
						before={t('before')}
						after={t('now')}
					/>
				</div>
			)}
		</>
	);
}
