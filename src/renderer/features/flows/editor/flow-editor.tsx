import clsx from 'clsx';
import { CircleDashed } from 'lucide-react';
import { Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeptFlow } from '../../../../shared/api/flow-routes.ts';
import { useRoute } from '../../../client/engine.tsx';
import { LoadingRows } from '../../../components/notes.tsx';
import { Page } from '../../../components/page.tsx';
import { Split } from '../../../components/panes/split.tsx';
import { Status } from '../../../components/status.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { BESIDE, useMedia } from '../../../lib/hooks/use-media.ts';
import { useKeys } from '../../../lib/keys/use-keys.tsx';
import { loadLater } from '../../../lib/load-later.tsx';
import { FlowDialogs } from '../dialogs/flow-dialogs.tsx';
import { ReplaceDialog } from '../dialogs/replace-dialog.tsx';
import { type FlowFileLink, useFlowFile } from '../file/use-flow-file.ts';
import { ComponentList } from '../list/component-list.tsx';
import { type ComponentId, componentOf, type EditedComponent } from '../model/document.ts';
import { roleOf } from '../model/roles.ts';
import { ComponentPanel } from '../panel/component-panel.tsx';
import { FlowPanel } from '../panel/flow-panel.tsx';
import { ManyPanel } from '../panel/many-panel.tsx';
import { RunStrip } from '../run/run-strip.tsx';
import { type FlowRun, useFlowRun } from '../run/use-flow-run.ts';
import { ClashNotes } from './clash-note.tsx';
import {
	EditorContext,
	type EditorView,
	FactsContext,
	type FlowFacts,
	type Question,
	useEditorView,
} from './editor-context.ts';
import { EmptyFlow } from './empty-flow.tsx';
import { FlowToolbar } from './flow-toolbar.tsx';
import { focusComponent, leadTo } from './lead-to.ts';
import { useCheck } from './use-check.ts';
import { useComponentActions } from './use-component-actions.ts';
import { useEditor } from './use-editor.ts';
import { useFlowKeys } from './use-flow-keys.ts';
import { type FlowView, useFlowView } from './use-flow-view.ts';
import { useFocusFollows } from './use-focus-follows.ts';
import { useLeave } from './use-leave.ts';
import { useNextProblem } from './use-next-problem.ts';
import { type Saving, type Start, useSaving } from './use-saving.ts';

const FlowCanvas = loadLater(async () => (await import('../canvas/flow-canvas.tsx')).FlowCanvas);

/** A flow that is being edited: as a canvas or as a list, with the panel of what is chosen. */
export function FlowEditor({
	start,
	newest,
	onKept,
	onRun,
}: {
	readonly start: Start;
	/** As it is kept now; null: it is not. */
	readonly newest: KeptFlow | null;
	/** It is kept under this name from now on. */
	onKept(name: string): void;
	/** Given: it is to run as soon as it can, which is told here. */
	readonly onRun: (() => void) | null;
}) {
	const { t } = useTranslation('flows');
	const editor = useEditor(start.document);
	const plugins = useRoute('plugins.list', {}).data;
	const check = useCheck(editor.document);
	const saving = useSaving(start, editor, newest, onKept);
	const file = useFlowFile(editor, saving);
	const flowRun = useFlowRun(editor.document, saving.kept?.name ?? null);
	const [question, ask] = useState<Question | null>(null);
	const [view, setView] = useFlowView();
	const root = useRef<HTMLDivElement>(null);
	const { select } = editor;
	const open = useCallback(
		(id: ComponentId, key: string | null = null) => {
			select([id]);
			leadTo(root, key);
		},
		[select],
	);
	const show = useCallback(
		(id: ComponentId) => {
			select([id]);
			focusComponent(root, id);
		},
		[select],
	);
	const run = flowRun.view;
	const keptAs = saving.kept?.name ?? null;
	const { document } = editor;
	const facts = useMemo((): FlowFacts => {
		const known = plugins ?? [];
		const roleOfComponent = (component: EditedComponent) => roleOf(component, known);
		return { document, plugins: known, check, run, roleOf: roleOfComponent, ask, open, show, select };
	}, [document, plugins, check, run, open, show, select]);
	const { draftId } = saving;
	const shared = useMemo((): EditorView => ({ ...facts, editor, draftId, keptAs }), [facts, editor, draftId, keptAs]);
	const { name } = document;
	return (
		<FactsContext value={facts}>
			<EditorContext value={shared}>
				<Page
					documentTitle={name}
					title={
						<span className="flex min-w-0 flex-wrap items-baseline gap-x-3">
							<PluginText className="truncate" max={200}>
								{name === '' ? t('flow.unnamed') : name}
							</PluginText>
							{saving.isDirty && (
								<span className="text-small font-normal">
									<Status tone="attention" icon={CircleDashed}>
										{t('save.dirty')}
									</Status>
								</span>
							)}
						</span>
					}
					actions={<FlowToolbar saving={saving} flowRun={flowRun} view={view} onView={setView} onRun={onRun} />}
				>
					<Body root={root} view={view} saving={saving} file={file} flowRun={flowRun} />
					<FlowDialogs question={question} onClose={() => ask(null)} />
					<ReplaceDialog flowRun={flowRun} />
				</Page>
			</EditorContext>
		</FactsContext>
	);
}

function Body({
	root,
	view,
	saving,
	file,
	flowRun,
}: {
	readonly root: React.RefObject<HTMLDivElement | null>;
	readonly view: FlowView;
	readonly saving: Saving;
	readonly file: FlowFileLink;
	readonly flowRun: FlowRun;
}) {
	const { t } = useTranslation('flows');
	const shared = useEditorView();
	const { editor } = shared;
	const isBeside = useMedia(BESIDE);
	useFlowKeys(root, shared, useComponentActions(editor), useNextProblem(shared));
	useLeave(editor);
	useKeys({ search: () => shared.ask({ kind: 'find' }) });
	useFocusFollows(root, editor, view);
	return (
		<div ref={root} className="flex h-full min-h-0 flex-col">
			<p aria-live="polite" className="sr-only">
				{/* What is said once more is another text to a screen reader only where it is another element. */}
				<span key={editor.sayings}>{editor.said}</span>
			</p>
			<ClashNotes saving={saving} file={file} />
			<RunStrip flowRun={flowRun} />
			<Split
				pane="flowPanel"
				label={t('panel.resize')}
				axis="x"
				sized={1}
				least={320}
				leastRest={360}
				isOff={!isBeside}
				className="flex min-h-0 flex-1 single:flex-col single:overflow-y-auto"
				paneClasses={[
					clsx(
						'relative flex min-h-0 min-w-0 flex-1 flex-col overflow-y-auto single:flex-none single:overflow-visible',
						view === 'canvas' && editor.document.components.length > 0 && 'single:h-[max(240px,60vh)]',
					),
					'min-h-0 min-w-0 shrink-0 overflow-y-auto bg-panel beside:w-[360px] single:border-t single:border-line single:overflow-visible',
				]}
			>
				<Main view={view} />
				<section aria-label={t('panel.label')} data-flow-panel>
					<Panel nameError={saving.nameError} file={file} />
				</section>
			</Split>
		</div>
	);
}

function Main({ view }: { readonly view: FlowView }) {
	const { editor } = useEditorView();
	if (editor.document.components.length === 0) return <EmptyFlow />;
	return <Suspense fallback={<LoadingRows />}>{view === 'canvas' ? <FlowCanvas /> : <ComponentList />}</Suspense>;
}

function Panel({ nameError, file }: { readonly nameError: string | undefined; readonly file: FlowFileLink }) {
	const { editor } = useEditorView();
	if (editor.selected.length > 1) return <ManyPanel />;
	const component = componentOf(editor.document, editor.active);
	return component === undefined ? (
		<FlowPanel nameError={nameError} file={file} />
	) : (
		<ComponentPanel component={component} />
	);
}
