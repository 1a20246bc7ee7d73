import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeptFlow } from '../../../../shared/api/flow-routes.ts';
import { DataFlareError } from '../../../../shared/errors/errors.ts';
import { useAct } from '../../../client/engine.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { configProblem } from '../../../lib/json/config-text.ts';
import { sentencesOf } from '../../../lib/text/failure-text.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useFailureText } from '../../../lib/text/use-failure-text.ts';
import { type Draft, dropDraft, keepDraft, keptDraftId } from '../drafts.ts';
import { moveFile } from '../file/flow-files.ts';
import type { FlowDocument } from '../model/document.ts';
import type { Deed } from '../model/history.ts';
import { documentLike } from '../model/read-flow.ts';
import { flowOf } from '../model/write-flow.ts';
import { dropOwnInputs, followOwnInputs, moveOwnInputs } from '../trial/own-input.ts';
import type { Editor } from './use-editor.ts';

/** What an editor begins with. */
export interface Start {
	readonly draftId: string;
	/** Null: it is not kept yet. */
	readonly kept: Draft['kept'];
	/** What is kept, as it is or was when the draft began; null: nothing is, or it is not known. */
	readonly saved: FlowDocument | null;
	readonly document: FlowDocument;
}

export interface Saving {
	readonly kept: Draft['kept'];
	/** What its changes are known by (`drafts.ts`). */
	readonly draftId: string;
	/** Something is not saved. */
	readonly isDirty: boolean;
	readonly isSaving: boolean;
	/** What is wrong with the name, as the engine says. */
	readonly nameError: string | undefined;
	/** It was saved elsewhere since, and there are changes here. */
	readonly clash: KeptFlow | null;
	/** Keeps what is here. False: it could not, which is said. */
	save(): Promise<boolean>;
	/** Gives up what is not saved. */
	discard(): void;
	/** Of a clash: what is there takes the place of what is here. */
	takeTheirs(): void;
	/** Of a clash: what is here will be saved over it. */
	keepMine(): void;
}

/** What would be written, as text; of what cannot be written, as it is typed. */
function wordsOf(document: FlowDocument): string {
	const broken = document.components.filter(({ config }) => configProblem(config) !== null).map(({ config }) => config);
	return JSON.stringify([flowOf(document), broken]);
}

/** Keeps a flow by its name and its changes as a draft, and notices when it is saved elsewhere. */
export function useSaving(
	start: Start,
	editor: Editor,
	newest: KeptFlow | null,
	onKept: (name: string) => void,
): Saving {
	const { t } = useTranslation('flows');
	const act = useAct();
	const toasts = useToasts();
	const say = useFailureText();
	const { document } = editor;
	const [kept, setKept] = useState(start.kept);
	const [saved, setSaved] = useState(() => (start.saved === null ? null : wordsOf(start.saved)));
	const [isSaving, setSaving] = useState(false);
	const [refused, setRefused] = useState<{ readonly name: string; readonly error: DataFlareError } | null>(null);
	const words = useMemo(() => wordsOf(document), [document]);
	const isEmpty = document.components.length === 0 && document.description === '';
	const isDirty = kept === null ? !isEmpty : saved !== words;
	const draftId = kept === null ? start.draftId : keptDraftId(kept.name);

	useEffect(() => {
		if (isDirty) keepDraft({ id: draftId, kept, document, at: Date.now() });
		else dropDraft(draftId);
	}, [isDirty, draftId, kept, document]);

	useEffect(() => followOwnInputs(draftId, document), [draftId, document]);

	const isNewer = newest !== null && kept !== null && newest.flow.name === kept.name && newest.version > kept.version;
	/** What is kept takes the place of what is here, as a step that can be undone. */
	const begin = ({ flow, version }: KeptFlow, deed: Deed): void => {
		const next = documentLike(document, flow);
		setKept({ name: flow.name, version });
		setSaved(wordsOf(next));
		editor.change(() => next, deed);
	};
	/** It is known by another id from now on. */
	const known = (id: string): void => {
		moveFile(draftId, id);
		moveOwnInputs(draftId, id);
	};
	const theirs = (flow: KeptFlow): void =>
		begin(flow, { what: 'theirs', name: t('versions.version', { version: String(flow.version) }) });
	const takeNewer = useEffectEvent((flow: KeptFlow) => {
		theirs(flow);
		toasts.done(() => t('save.newer'));
	});
	useEffect(() => {
		if (isNewer && !isDirty && !isSaving && newest !== null) takeNewer(newest);
	}, [isNewer, isDirty, isSaving, newest]);

	return {
		kept,
		draftId,
		isDirty,
		isSaving,
		nameError:
			refused !== null && refused.name === document.name
				? plainText(sentencesOf(say(refused.error)).slice(0, 1000))
				: undefined,
		clash: isNewer && isDirty && !isSaving ? newest : null,
		async save() {
			const definition = flowOf(document);
			setSaving(true);
			setRefused(null);
			try {
				let expectedVersion = kept?.version ?? 0;
				if (kept !== null && kept.name !== definition.name) {
					const renamed = await act('flows.rename', { name: kept.name, to: definition.name });
					expectedVersion = renamed.version;
					dropDraft(draftId);
					known(keptDraftId(definition.name));
					setKept({ name: definition.name, version: renamed.version });
					onKept(definition.name);
				}
				const { version, flow } = await act('flows.save', { flow: { definition }, expectedVersion });
				setKept({ name: flow.name, version });
				setSaved(words);
				dropDraft(draftId);
				known(keptDraftId(flow.name));
				if (kept === null) onKept(flow.name);
				toasts.done(() => t('save.done', { name: flow.name, version: String(version) }));
				return true;
			} catch (error) {
				if (error instanceof DataFlareError && error.code === 'conflict' && kept?.name !== definition.name) {
					setRefused({ name: document.name, error });
				}
				toasts.failed(() => t('save.failed'), error);
				return false;
			} finally {
				setSaving(false);
			}
		},
		discard() {
			dropDraft(draftId);
			dropOwnInputs(draftId);
			if (newest !== null && kept !== null) begin(newest, { what: 'discard', name: document.name });
		},
		takeTheirs: () => newest !== null && theirs(newest),
		keepMine: () => newest !== null && setKept({ name: newest.flow.name, version: newest.version }),
	};
}
