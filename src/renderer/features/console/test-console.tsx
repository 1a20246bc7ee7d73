import { CircleStop, Play, SquareFunction } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModuleAnalysis, PluginRecord, PluginVersion } from '../../../shared/plugin/plugin-record.ts';
import { callableShape, isHostsOwn } from '../../../shared/wasm/callable-shape.ts';
import { roleExports } from '../../../shared/wasm/component/worlds.ts';
import { useAct, useAction, useBack, useRoute } from '../../client/engine.tsx';
import { Button } from '../../components/controls/button.tsx';
import { Select } from '../../components/controls/fields.tsx';
import { KeepChoice } from '../../components/controls/keep-choice.tsx';
import { EmptyState, ErrorNote, LoadingRows, Note } from '../../components/notes.tsx';
import { Split } from '../../components/panes/split.tsx';
import { StopButton } from '../../components/progress/stop-button.tsx';
import { useWidth } from '../../lib/hooks/use-width.ts';
import { keyText } from '../../lib/keys/key-text.ts';
import { useCommandWords } from '../../lib/keys/use-command-words.ts';
import { useCommandsHere } from '../../lib/keys/use-keys.tsx';
import { useHashQuery } from '../../lib/nav/hash-location.ts';
import { useLookAt } from '../../lib/runs/use-look-at.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import { runDraft } from './call.ts';
import { CasesPanel } from './cases-panel.tsx';
import { ConfigPanel, configOf } from './config-panel.tsx';
import { FillMenu, useFillings } from './fill-menu.tsx';
import { InputPanel } from './input-panel.tsx';
import { OutcomePanel } from './outcome-panel.tsx';
import { forgetUnreached, runsOf, updateSession, useTestSession } from './test-session.ts';

/** With as much room, request and response stand beside each other. px */
const TWO_COLUMNS_PX = 720;

/** Calls any function of a plugin with any input, and keeps calls as cases. */
export function TestConsole({ name }: { readonly name: string }) {
	const plugin = useRoute('plugins.get', { name });
	const analysis = useRoute('plugins.analysis', { name }, { enabled: plugin.data?.current != null });
	const { t } = useTranslation('test');
	if (plugin.data === undefined) return plugin.isPending ? <LoadingRows /> : null;
	if (plugin.data.current === null) {
		return (
			<EmptyState icon={SquareFunction} title={t('unusable')}>
				{t('unusableText')}
			</EmptyState>
		);
	}
	if (analysis.error !== null) {
		return <ErrorNote className="m-4" error={analysis.error} onRetry={() => void analysis.refetch()} />;
	}
	if (analysis.data === undefined) return <LoadingRows />;
	return <Console plugin={plugin.data} version={plugin.data.current} analysis={analysis.data} />;
}

interface CallableFunction {
	readonly name: string;
	readonly takesInput: boolean;
	readonly isComponent: boolean;
}

/** The functions that can be called, those of the component first. */
function callableFunctions(
	{ exports, abi }: Pick<ModuleAnalysis, 'exports' | 'abi'>,
	{ manifest }: Pick<PluginVersion, 'manifest'>,
): readonly CallableFunction[] {
	const main = roleExports(manifest.type, abi).map((name) => manifest.extism?.functions[name] ?? name);
	return exports
		.flatMap(({ name, signature }) => {
			const shape = signature === null || isHostsOwn(name) ? null : callableShape(signature, abi);
			return shape === null ? [] : [{ name, ...shape, isComponent: main.includes(name) }];
		})
		.toSorted((left, right) => Number(right.isComponent) - Number(left.isComponent));
}

function Console({
	plugin,
	version,
	analysis,
}: {
	readonly plugin: PluginRecord;
	readonly version: PluginVersion;
	readonly analysis: ModuleAnalysis;
}) {
	const { t } = useTranslation('test');
	const { name } = plugin;
	const { encoding } = version.manifest;
	const act = useAct();
	const session = useTestSession(name);
	useLookAt({ ids: [...runsOf(session)] });
	useBack(() => forgetUnreached(name));
	const cancel = useAction('runs.cancel');
	const functions = useMemo(() => callableFunctions(analysis, version), [analysis, version]);
	const fillings = useFillings(name, version.manifest);
	usePrefill(name);
	const frame = useRef<HTMLDivElement>(null);
	const width = useWidth(frame);
	const [tried, setTried] = useState(false);
	const fn = functions.find((known) => known.name === session.fn) ?? functions[0];
	const first = fillings.find((filling) => filling.input !== null)?.input ?? (encoding === 'bytes' ? '' : '{}');
	const input = session.input ?? { text: first, form: 'text' as const };
	const { running } = session;
	const canRun = plugin.state === 'ready' && running === null && fn !== undefined;
	const run = (): void => {
		setTried(true);
		const config = configOf(session.config);
		if (!canRun || config === null) return;
		void runDraft(act, {
			name,
			fn: fn.name,
			input: fn.takesInput ? input : null,
			encoding,
			keep: session.keep,
			...(config === undefined ? {} : { config }),
		});
	};
	const words = useCommandWords();
	useCommandsHere([
		running === null
			? { id: 'callRun', ...words('callRun'), icon: Play, key: 'run', disabled: !canRun, act: run }
			: {
					id: 'callCancel',
					...words('callCancel'),
					icon: CircleStop,
					act: () => cancel.mutate({ id: running.runId }),
				},
	]);
	if (fn === undefined) {
		return (
			<EmptyState icon={SquareFunction} title={t('noFunction')}>
				{t('noFunctionText')}
			</EmptyState>
		);
	}
	return (
		<div ref={frame} className="flex flex-col gap-4 px-4 py-3">
			{plugin.state !== 'ready' && <Note tone="attention">{t('notReady')}</Note>}
			<div className="flex flex-wrap items-center gap-2">
				<Select
					aria-label={t('function')}
					className="min-w-44 font-mono"
					value={fn.name}
					options={functions.map((one) => ({
						value: one.name,
						label: one.isComponent ? t('componentFunction', { name: one.name }) : plainText(one.name.slice(0, 200)),
					}))}
					onChange={(next) => updateSession(name, () => ({ fn: next }))}
				/>
				{fn.takesInput && (
					<FillMenu
						fillings={fillings}
						encoding={encoding}
						onFill={(next) => updateSession(name, () => ({ input: next }))}
					/>
				)}
				<span className="ml-auto flex items-center gap-2">
					<span className="text-small text-muted">{keyText('run')}</span>
					{running === null ? (
						<Button tone="primary" icon={Play} disabled={!canRun} shortcut="run" onClick={run}>
							{t('run')}
						</Button>
					) : (
						<StopButton busy={cancel.isPending} onClick={() => cancel.mutate({ id: running.runId })}>
							{t('cancel')}
						</StopButton>
					)}
				</span>
			</div>
			<Split
				pane="consoleRequest"
				label={t('resize')}
				axis="x"
				least={300}
				leastRest={300}
				isOff={width < TWO_COLUMNS_PX}
				className={width < TWO_COLUMNS_PX ? 'flex flex-col gap-4' : 'flex items-stretch'}
				paneClasses={
					width < TWO_COLUMNS_PX ? ['contents', 'contents'] : ['w-1/2 min-w-0 shrink-0 pr-4', 'min-w-0 flex-1 pl-4']
				}
			>
				<div className="flex flex-col gap-4">
					{fn.takesInput ? (
						<InputPanel
							input={input}
							encoding={encoding}
							onChange={(next) => updateSession(name, () => ({ input: next }))}
						/>
					) : (
						<p className="text-muted">{t('noInput')}</p>
					)}
					<ConfigPanel key={name} manifest={version.manifest} config={session.config} tried={tried} />
					<KeepChoice
						value={session.keep}
						plugins={[plugin]}
						onChange={(keep) => updateSession(name, () => ({ keep }))}
					/>
				</div>
				{running === null && session.outcome === null ? (
					width >= TWO_COLUMNS_PX && <p className="text-muted">{t('noResult')}</p>
				) : (
					<OutcomePanel plugin={name} encoding={encoding} running={running} outcome={session.outcome} />
				)}
			</Split>
			<CasesPanel
				plugin={name}
				encoding={encoding}
				canRun={plugin.state === 'ready'}
				draft={{ fn: fn.name, input: fn.takesInput ? input : null }}
				session={session}
			/>
		</div>
	);
}

/** What a link asked for becomes what is typed, once: afterwards it is the person's. */
function usePrefill(name: string): void {
	const [query, change] = useHashQuery();
	const [fn, input] = [query.get('fn'), query.get('input')];
	useEffect(() => {
		if (fn === null) return;
		updateSession(name, () => ({ fn, ...(input === null ? {} : { input: { text: input, form: 'text' } }) }));
		change({ fn: null, input: null });
	}, [name, fn, input, change]);
}
