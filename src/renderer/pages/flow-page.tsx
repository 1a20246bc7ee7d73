import { Workflow } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonValue } from '../../shared/errors/errors.ts';
import { type Flow, flowSchema } from '../../shared/flow/flow-file.ts';
import { useAsk, useRoute } from '../client/engine.tsx';
import { Link } from '../components/controls/link.tsx';
import { EmptyState, ErrorNote, LoadingRows } from '../components/notes.tsx';
import { Page } from '../components/page.tsx';
import { useToasts } from '../components/toasts.tsx';
import { draftOf, keepDraft, keptDraftId } from '../features/flows/drafts.ts';
import { FlowEditor } from '../features/flows/editor/flow-editor.tsx';
import type { Start } from '../features/flows/editor/use-saving.ts';
import { keepFile, wordsOfFlow } from '../features/flows/file/flow-files.ts';
import { emptyDocument } from '../features/flows/model/document.ts';
import { newComponentId } from '../features/flows/model/ids.ts';
import { documentOf } from '../features/flows/model/read-flow.ts';
import { takeFlow } from '../lib/flow-handover.ts';
import { navigate, useHashQuery } from '../lib/nav/hash-location.ts';
import { links } from '../lib/nav/links.ts';

interface Beginning {
	readonly flow: Flow | null;
	readonly path?: string | null;
	readonly runsNow?: boolean;
}

/** Begins a draft and leads to it: a new flow has an address of its own before it has a name. */
export function NewFlowPage() {
	const { t } = useTranslation('flows');
	const [query] = useHashQuery();
	const ask = useAsk();
	const toasts = useToasts();
	const from = query.get('from');
	useEffect(() => {
		const begin = ({ flow, path = null, runsNow = false }: Beginning): void => {
			const id = newComponentId();
			if (flow !== null) keepDraft({ id, kept: null, document: documentOf(flow), at: Date.now() });
			if (flow !== null && path !== null) keepFile(id, { path, seen: wordsOfFlow(flow) });
			navigate(runsNow ? links.runFlowDraft(id) : links.flowDraft(id), { replace: true });
		};
		if (from === null) return begin(takeFlow() ?? { flow: null });
		let isOver = false;
		ask('runs.get', { id: from })
			.then(({ request }) => flowOfRequest(request))
			.then(
				(flow) => !isOver && begin({ flow }),
				(error: unknown) => {
					if (isOver) return;
					toasts.failed(() => t('fromRunFailed'), error);
					navigate(links.flows(), { replace: true });
				},
			);
		return () => {
			isOver = true;
		};
	}, [from, ask, toasts, t]);
	return (
		<Page title={t('new')}>
			<LoadingRows />
		</Page>
	);
}

/** The flow that a run was of. Rejects where the run does not tell. */
async function flowOfRequest(request: JsonValue): Promise<Flow> {
	const given = typeof request === 'object' && request !== null && 'flow' in request ? request['flow'] : null;
	return flowSchema.parse(given);
}

/** Another program that saves a flow tells this one nothing, ms. */
const ASK_EVERY_MS = 3000;

/** A flow in its editor: one that is kept (`?name=`), or a draft (`?draft=`). */
export function FlowPage() {
	const [query, change] = useHashQuery();
	const place = { name: query.get('name'), draft: query.get('draft') };
	const words = JSON.stringify(place);
	/** What is edited stays so when its flow gets a name, or another. */
	const [session, setSession] = useState({ words, key: words });
	if (session.words !== words) setSession({ words, key: words });
	return (
		<OpenFlow
			key={session.key}
			{...place}
			runsNow={query.get('run') === 'now'}
			onRun={() => change({ run: null })}
			onKept={(name) => {
				setSession({ words: JSON.stringify({ name, draft: null }), key: session.key });
				navigate(links.flow(name), { replace: true });
			}}
		/>
	);
}

/** Of one in which nothing was done yet nothing is left; of one whose flow is gone, what was not saved. */
function startOfDraft(id: string, name: string): Start {
	const draft = draftOf(id);
	return {
		draftId: id,
		kept: draft?.kept ?? null,
		saved: null,
		document: draft?.document ?? { ...emptyDocument, name },
	};
}

function OpenFlow({
	name,
	draft,
	runsNow,
	onRun,
	onKept,
}: {
	readonly name: string | null;
	readonly draft: string | null;
	/** It is to run once it is there. */
	readonly runsNow: boolean;
	onRun(): void;
	onKept(name: string): void;
}) {
	const { t } = useTranslation('flows');
	const { data, error, isPending, refetch } = useRoute(
		'flows.get',
		{ name: name ?? '-' },
		{ enabled: name !== null, ofDisk: true, refreshMs: ASK_EVERY_MS },
	);
	const [start, setStart] = useState(() => (draft === null ? null : startOfDraft(draft, t('flow.newName'))));
	if (start === null && name !== null && data !== undefined) {
		const saved = documentOf(data.flow);
		const unsaved = draftOf(keptDraftId(name));
		setStart({
			draftId: keptDraftId(name),
			kept: unsaved?.kept ?? { name, version: data.version },
			saved,
			document: unsaved?.document ?? saved,
		});
	}
	if (start !== null) {
		return (
			<FlowEditor
				start={start}
				newest={name === null ? null : (data ?? null)}
				onKept={onKept}
				onRun={runsNow ? onRun : null}
			/>
		);
	}
	const toAll = <Link to={links.flows()}>{t('toAll')}</Link>;
	const isGone = name === null || error?.code === 'not_found' || error?.code === 'invalid_input';
	return (
		<Page title={name ?? t('title')} actions={toAll}>
			{isGone ? (
				<EmptyState icon={Workflow} title={t('gone.title')} action={toAll}>
					{t('gone.text')}
				</EmptyState>
			) : isPending ? (
				<LoadingRows />
			) : (
				error !== null && <ErrorNote error={error} className="m-4" onRetry={() => void refetch()} />
			)}
		</Page>
	);
}
