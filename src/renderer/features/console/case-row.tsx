import { CircleCheck, CircleX, Ellipsis, LoaderCircle, Play, SquarePen, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import type { TestCase } from '../../../shared/run/test-case.ts';
import { Button, IconButton } from '../../components/controls/button.tsx';
import { Link } from '../../components/controls/link.tsx';
import { Menu } from '../../components/controls/menu.tsx';
import { DifferenceTable } from '../../components/data/difference-table.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { Status, type Tone } from '../../components/status.tsx';
import { PluginText } from '../../components/text/plugin-text.tsx';
import { TextLines } from '../../components/text/text-lines.tsx';
import { cutJson } from '../../lib/json/cut-json.ts';
import { links } from '../../lib/nav/links.ts';
import { type CaseResult, resultOf } from './call-outcome.ts';
import { KeptNote } from './kept-output.tsx';

const cell = 'border-b border-line px-2 h-9';
/** Of an output below a case, UTF-16 units. */
const MAX_SHOWN = 20_000;

const looks: Readonly<Record<CaseResult['kind'], readonly [Tone, typeof CircleCheck]>> = {
	running: ['running', LoaderCircle],
	passed: ['ok', CircleCheck],
	ran: ['neutral', CircleCheck],
	differs: ['failed', CircleX],
	uncompared: ['failed', CircleX],
	failed: ['failed', CircleX],
};

export function CaseRow({
	one,
	result,
	isOpen,
	canRun,
	onOpen,
	onLoad,
	onRun,
	onRemove,
}: {
	readonly one: TestCase;
	readonly result: CaseResult | undefined;
	readonly isOpen: boolean;
	readonly canRun: boolean;
	onOpen(): void;
	onLoad(): void;
	onRun(): void;
	onRemove(): void;
}) {
	const { t } = useTranslation('test');
	const { t: common } = useTranslation();
	const [tone, icon] = looks[result?.kind ?? 'ran'];
	return (
		<tr>
			<td className={`${cell} truncate`}>
				<PluginText max={200}>{one.name}</PluginText>
			</td>
			<td className={`${cell} truncate font-mono text-small`}>
				<PluginText max={200}>{one.fn}</PluginText>
			</td>
			<td className={cell}>
				{result === undefined ? (
					<span className="text-muted">{t(one.expected === undefined ? 'cases.nothingExpected' : 'cases.notRun')}</span>
				) : result.kind === 'running' ? (
					<Status tone={tone} icon={icon}>
						{t('cases.kind.running')}
					</Status>
				) : (
					<button
						type="button"
						aria-expanded={isOpen}
						className="rounded-small px-1 -ml-1 underline-offset-2 hover:underline"
						onClick={onOpen}
					>
						<Status tone={tone} icon={icon}>
							{t(`cases.kind.${result.kind}`)}
						</Status>
					</button>
				)}
			</td>
			<td className={`${cell} text-right`}>
				<Menu
					button={<IconButton icon={Ellipsis} label={t('cases.actionsOf', { name: one.name })} />}
					items={[
						{ id: 'run', label: t('run'), icon: Play, disabled: !canRun, onSelect: onRun },
						{ id: 'load', label: t('cases.load'), icon: SquarePen, onSelect: onLoad },
						{ id: 'remove', label: common('remove'), icon: Trash2, danger: true, separated: true, onSelect: onRemove },
					]}
				/>
			</td>
		</tr>
	);
}

/** Why a case came out as it did. */
export function CaseDetail({
	result,
	onExpect,
}: {
	readonly result: Exclude<CaseResult, { readonly kind: 'running' }>;
	/** Takes the output as what is expected from now on. Null: there is none. */
	readonly onExpect: ((value: JsonValue) => void) | null;
}) {
	const { t } = useTranslation('test');
	const { outcome } = result;
	const output = outcome.ok ? resultOf(outcome.answer) : undefined;
	return (
		<div className="flex flex-col items-start gap-2 [&>div]:w-full [&>section]:w-full">
			{!outcome.ok && <ErrorNote error={outcome.error} />}
			{result.kind === 'differs' ? (
				<DifferenceTable
					differences={result.differences}
					label={t('cases.differences')}
					before={t('cases.expected')}
					after={t('output')}
				/>
			) : (
				outcome.ok && (
					<>
						{outcome.answer.kept !== undefined && <KeptNote kept={outcome.answer.kept} />}
						<TextLines
							text={
								output === undefined
									? (outcome.answer.kept?.preview.text.slice(0, MAX_SHOWN) ?? '')
									: cutJson(output, MAX_SHOWN, 2).text
							}
							label={t('output')}
							maxHeight={160}
						/>
					</>
				)
			)}
			<span className="flex items-center gap-3">
				{outcome.runId !== null && <Link to={links.run(outcome.runId)}>{t('openRun')}</Link>}
				{output !== undefined && onExpect !== null && result.kind !== 'passed' && (
					<Button onClick={() => onExpect(output)}>{t('cases.expect')}</Button>
				)}
			</span>
		</div>
	);
}
