import { Play } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, useBridge, useConnection, useRoute } from '../client/engine.tsx';
import { Button } from '../components/controls/button.tsx';
import { Segmented } from '../components/controls/choices.tsx';
import { Link } from '../components/controls/link.tsx';
import { ErrorNote, Note } from '../components/notes.tsx';
import { Page } from '../components/page.tsx';
import { useToasts } from '../components/toasts.tsx';
import { ChainForm } from '../features/run-file/chain-form.tsx';
import { type Draft, draftOfRun, emptyDraft, namesPlugin } from '../features/run-file/draft.ts';
import { useDraft } from '../features/run-file/draft-store.ts';
import { fieldOf } from '../features/run-file/field-of.ts';
import { GrantNote } from '../features/run-file/grant-note.tsx';
import { OtherRuns } from '../features/run-file/other-runs.tsx';
import { PluginForm } from '../features/run-file/plugin-form.tsx';
import { replacedBy } from '../features/run-file/refused.ts';
import { ReplaceDialog } from '../features/run-file/replace-dialog.tsx';
import { StartedRun } from '../features/run-file/started-run.tsx';
import { useChainCheck } from '../features/run-file/use-chain-check.ts';
import { useFieldErrors } from '../features/run-file/use-field-errors.ts';
import { usePathCheck } from '../features/run-file/use-path-check.ts';
import { useStart } from '../features/run-file/use-start.ts';
import { useLatest } from '../lib/hooks/use-latest.ts';
import { useCommandWords } from '../lib/keys/use-command-words.ts';
import { useCommandsHere } from '../lib/keys/use-keys.tsx';
import { useHashQuery } from '../lib/nav/hash-location.ts';
import { links } from '../lib/nav/links.ts';
import { useShell } from '../lib/nav/shell-context.ts';

/** A plugin or a chain over a file: what it will be given, how far it is, what came out. */
export function RunFilePage() {
	const { t } = useTranslation('runFile');
	const { face } = useBridge();
	const { draft, started, change, replace, setStarted } = useDraft(face);
	const isFilling = useFilledFrom(replace);
	const plugins = useRoute('plugins.list', {});
	const connection = useConnection();
	const [tried, setTried] = useState(false);
	const ready = plugins.data?.filter(({ state, current }) => state === 'ready' && current !== null) ?? [];
	const chosen = ready.find(({ name }) => name === draft.plugin) ?? null;
	const type = chosen?.current?.manifest.type ?? null;
	const inputState = usePathCheck(draft.what === 'plugin' ? draft.input : '');
	const check = useChainCheck(draft);
	const [newId, setNewId] = useState<string | null>(null);
	const { refused, isStarting, start, forget } = useStart((next) => {
		setNewId(next.id);
		setStarted(next);
	});
	useDroppedInput((input) => change(draft.what === 'chain' ? { chainFrom: 'file', chainFile: input } : { input }));
	const errors = useFieldErrors(draft, type, inputState, refused, tried);
	const isRefused = check.isCurrent && (check.error !== null || (check.answer?.problem ?? null) !== null);
	const isBlocked = Object.keys(errors.blocking).length > 0 || isRefused;

	const submit = async (): Promise<void> => {
		setTried(true);
		if (Object.keys(errors.blocking).length > 0 || isStarting) return;
		// The chain's file or its plugins may have been mended since it was looked at.
		if (isRefused && (await check.isRefusedNow())) return;
		void start(draft, type).finally(() => setTried(false));
	};
	const isGone = connection === 'lost' || connection === 'restarted';
	const words = useCommandWords();
	useCommandsHere([
		{
			id: 'fileRun',
			...words('fileRun'),
			icon: Play,
			key: 'run',
			disabled: isGone || isStarting,
			act: () => void submit(),
		},
	]);
	const isAsked = replacedBy(refused) !== null;
	const isElsewhere = refused !== null && !isAsked && refused.runId === null && fieldOf(refused.error, draft) === null;
	return (
		<Page title={t('title')}>
			<div className="grid gap-6 p-4 xl:grid-cols-[minmax(0,560px)_minmax(0,1fr)]">
				<form
					onSubmit={(event) => {
						event.preventDefault();
						void submit();
					}}
					noValidate
					className="flex min-w-0 flex-col gap-4"
				>
					<div>
						<Segmented<Draft['what']>
							label={t('what.label')}
							value={draft.what}
							options={[
								{ value: 'plugin', label: t('what.plugin') },
								{ value: 'chain', label: t('what.chain') },
							]}
							onChange={(what) => change({ what })}
						/>
					</div>
					{plugins.error !== null && <ErrorNote error={plugins.error} onRetry={() => void plugins.refetch()} />}
					{draft.what === 'plugin' && plugins.isSuccess && ready.length === 0 && (
						<Note>
							{t('plugin.empty')} <Link to={links.start()}>{t('plugin.samples')}</Link>
						</Note>
					)}
					{isFilling ? null : draft.what === 'plugin' ? (
						<PluginForm
							draft={draft}
							plugins={ready}
							notReady={(plugins.data?.length ?? 0) - ready.length}
							chosen={chosen}
							inputState={inputState}
							tried={tried}
							errors={errors.shown}
							onChange={change}
						/>
					) : (
						<ChainForm
							draft={draft}
							plugins={ready}
							check={check}
							errors={errors.shown}
							tried={tried}
							onChange={change}
						/>
					)}
					<GrantNote draft={draft} type={type} />
					{isElsewhere && <ErrorNote error={refused.error} />}
					<div className="flex items-center gap-3">
						<Button type="submit" tone="primary" icon={Play} busy={isStarting} disabled={isGone} shortcut="run">
							{t('start')}
						</Button>
						{tried && isBlocked && (
							<p role="alert" className="text-failed">
								{t('blocked')}
							</p>
						)}
					</div>
				</form>
				<ReplaceDialog
					refused={refused}
					onClose={() => {
						forget();
						setStarted(null);
					}}
					onReplace={(replacing) => refused !== null && void start(refused.draft, type, replacing)}
				/>
				<div className="flex min-w-0 flex-col gap-6">
					{started !== null && !(isElsewhere || refused?.runId === null) && (
						<StartedRun
							key={started.id}
							started={started}
							isNew={started.id === newId}
							onClose={() => setStarted(null)}
						/>
					)}
					<OtherRuns except={started?.id ?? null} />
				</div>
			</div>
		</Page>
	);
}

/** Data that is dropped while this screen is open is what to run on; what can only be a plugin is still offered as one. */
function useDroppedInput(onInput: (path: string) => void): void {
	const { takeDrops } = useShell();
	const ask = useAsk();
	const newest = useLatest(onInput);
	useEffect(
		() =>
			takeDrops(async (paths) => {
				const isData = async (path: string): Promise<boolean> =>
					!namesPlugin(path) &&
					// What can be listed is a folder, and no plugin can be run on one.
					ask('files.browse', { path, kind: 'folder' }).then(
						() => false,
						() => true,
					);
				const kinds = await Promise.all(paths.map(isData));
				const input = paths.find((_, index) => kinds[index]);
				if (input !== undefined) newest()(input);
				return paths.filter((_, index) => !kinds[index]);
			}),
		[takeDrops, newest, ask],
	);
}

/** `?plugin=` chooses one, `?from=` fills the form as that run was asked for; either is done once and leaves the address. */
function useFilledFrom(replace: (draft: Draft) => void): boolean {
	const { t } = useTranslation('runFile');
	const { face } = useBridge();
	const ask = useAsk();
	const toasts = useToasts();
	const [query, changeQuery] = useHashQuery();
	const from = query.get('from');
	const plugin = query.get('plugin');
	// biome-ignore lint/correctness/useExhaustiveDependencies: the address alone says when
	useEffect(() => {
		if (plugin !== null) {
			replace({ ...emptyDraft(face), plugin });
			changeQuery({ plugin: null });
		}
		if (from === null) return;
		let isOver = false;
		ask('runs.get', { id: from }).then(
			(run) => {
				if (isOver) return;
				replace(draftOfRun(run, emptyDraft(face)));
				changeQuery({ from: null });
			},
			(error: unknown) => {
				if (isOver) return;
				toasts.failed(() => t('from.failed'), error);
				changeQuery({ from: null });
			},
		);
		return () => {
			isOver = true;
		};
	}, [from, plugin]);
	return from !== null;
}
