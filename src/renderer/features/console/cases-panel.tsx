import { FlaskConical, ListChecks, Save } from 'lucide-react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import type { Encoding } from '../../../shared/plugin/component-type.ts';
import type { TestCase } from '../../../shared/run/test-case.ts';
import { useAct, useAction, useRoute } from '../../client/engine.tsx';
import { Button } from '../../components/controls/button.tsx';
import { DataTable } from '../../components/data/data-table.tsx';
import { ErrorNote, LoadingRows } from '../../components/notes.tsx';
import { Section } from '../../components/page.tsx';
import { StopButton } from '../../components/progress/stop-button.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { useCommandWords } from '../../lib/keys/use-command-words.ts';
import { useCommandsHere } from '../../lib/keys/use-keys.tsx';
import { useFormat } from '../../lib/text/use-format.ts';
import { runCases, stopCases } from './call.ts';
import { draftOfSaved, type InputDraft } from './call-input.ts';
import { type CaseResult, resultOf } from './call-outcome.ts';
import { CaseDetail, CaseRow } from './case-row.tsx';
import { configOf } from './config-panel.tsx';
import { SaveCaseDialog } from './save-case-dialog.tsx';
import { type TestSession, updateSession } from './test-session.ts';

/** The calls that were saved, how they come out, and the way to save another. */
export function CasesPanel({
	plugin,
	encoding,
	canRun,
	draft,
	session,
}: {
	readonly plugin: string;
	readonly encoding: Encoding;
	readonly canRun: boolean;
	readonly draft: { readonly fn: string; readonly input: InputDraft | null };
	readonly session: TestSession;
}) {
	const { t } = useTranslation('test');
	const { t: common } = useTranslation();
	const act = useAct();
	const toasts = useToasts();
	const cases = useRoute('cases.list', { plugin });
	const save = useAction('cases.save');
	const remove = useAction('cases.remove');
	const [saving, setSaving] = useState(false);
	const [opened, setOpened] = useState<number | null>(null);
	const { results, runningAll } = session;
	const list = cases.data ?? [];
	const words = useCommandWords();
	const config = configOf(session.config);
	const format = useFormat();
	/** What cannot be read is shown beside its field: nothing is run with something else meanwhile. */
	const mayRun = canRun && config !== null;
	const how = { keep: session.keep, ...(config === undefined || config === null ? {} : { config }) };
	const keys = config === undefined || config === null ? 0 : Object.keys(config).length;
	const runAll = (): void => void runCases(act, plugin, encoding, how, list);
	useCommandsHere([
		{ id: 'caseSave', ...words('caseSave'), icon: Save, key: 'save', act: () => setSaving(true) },
		{
			id: 'casesRun',
			...words('casesRun'),
			icon: ListChecks,
			disabled: !mayRun || runningAll || list.length === 0,
			act: runAll,
		},
	]);

	const removeCase = async ({ id, createdAt: _, ...rest }: TestCase): Promise<void> => {
		try {
			await remove.mutateAsync({ id });
			toasts.done(() => t('cases.removed', { name: rest.name }), {
				label: () => common('undo'),
				onPress: () => save.mutate({ ...rest, expected: rest.expected as never }),
			});
		} catch (error) {
			toasts.failed(() => t('cases.notRemoved', { name: rest.name }), error);
		}
	};
	const expectResult = async (one: TestCase, expected: JsonValue): Promise<void> => {
		try {
			const { createdAt: _, ...rest } = one;
			await save.mutateAsync({ ...rest, expected: expected as never });
			updateSession(plugin, (now) => {
				const result = now.results.get(one.id);
				if (result === undefined || result.kind === 'running') return {};
				return { results: new Map(now.results).set(one.id, { kind: 'passed', outcome: result.outcome }) };
			});
		} catch (error) {
			toasts.failed(() => t('cases.notSaved'), error);
		}
	};

	return (
		<Section
			title={t('cases.title')}
			actions={
				<>
					<Tally results={list.flatMap(({ id }) => results.get(id) ?? [])} />
					<Button tone="quiet" icon={Save} shortcut="save" onClick={() => setSaving(true)}>
						{t('cases.save')}
					</Button>
					{runningAll ? (
						<StopButton onClick={() => stopCases(plugin)}>{t('cases.stop')}</StopButton>
					) : (
						<Button icon={ListChecks} disabled={!mayRun || list.length === 0} onClick={runAll}>
							{t('cases.runAll')}
						</Button>
					)}
				</>
			}
		>
			{list.length > 0 && (
				<p className="text-small text-muted">
					{config === null
						? t('cases.configUnread')
						: keys === 0
							? t('cases.configOwn')
							: t('cases.configSet', { count: keys, text: format.count(keys) })}
				</p>
			)}
			{cases.error !== null && <ErrorNote error={cases.error} onRetry={() => void cases.refetch()} />}
			{cases.isPending ? (
				<LoadingRows rows={2} />
			) : list.length === 0 ? (
				cases.error === null && (
					<p className="flex items-center gap-2 text-muted">
						<FlaskConical size={16} aria-hidden className="shrink-0" />
						{t('cases.empty')}
					</p>
				)
			) : (
				<DataTable
					isLined
					label={t('cases.title')}
					className="table-fixed"
					heads={[
						{ text: t('cases.name') },
						{ text: t('function'), className: 'w-40' },
						{ text: t('result'), className: 'w-40' },
						{ text: t('cases.actions'), className: 'w-12', isHidden: true },
					]}
				>
					{list.map((one) => {
						const result = results.get(one.id);
						const shown = opened === one.id && result?.kind !== 'running' ? result : undefined;
						const isOpen = shown !== undefined;
						return (
							<Fragment key={one.id}>
								<CaseRow
									one={one}
									result={result}
									isOpen={isOpen}
									canRun={mayRun && !runningAll}
									onOpen={() => setOpened(isOpen ? null : one.id)}
									onLoad={() => updateSession(plugin, () => ({ fn: one.fn, input: draftOfSaved(one.input, encoding) }))}
									onRun={() => void runCases(act, plugin, encoding, how, [one])}
									onRemove={() => void removeCase(one)}
								/>
								{shown !== undefined && (
									<tr>
										<td colSpan={4} className="border-b border-line bg-sunken px-3 py-2">
											<CaseDetail
												result={shown}
												onExpect={shown.outcome.ok ? (value) => void expectResult(one, value) : null}
											/>
										</td>
									</tr>
								)}
							</Fragment>
						);
					})}
				</DataTable>
			)}
			{saving && (
				<SaveCaseDialog
					plugin={plugin}
					encoding={encoding}
					draft={draft}
					output={
						session.outcome?.ok === true && session.outcome.fn === draft.fn
							? { value: resultOf(session.outcome.answer), bytes: session.outcome.answer.run.bytesOut }
							: null
					}
					onClose={() => setSaving(false)}
				/>
			)}
		</Section>
	);
}

/** How many passed of those that were run. */
function Tally({ results }: { readonly results: readonly CaseResult[] }) {
	const { t } = useTranslation('test');
	const done = results.filter(({ kind }) => kind !== 'running');
	const bad = done.filter(({ kind }) => kind === 'differs' || kind === 'uncompared' || kind === 'failed').length;
	return (
		<span aria-live="polite" className={bad > 0 ? 'text-failed' : 'text-muted'}>
			{done.length === 0
				? ''
				: bad > 0
					? t('cases.someFailed', { bad: String(bad), all: String(done.length) })
					: t('cases.allPassed', { all: String(done.length) })}
		</span>
	);
}
