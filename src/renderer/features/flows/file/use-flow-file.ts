import { useEffect, useEffectEvent, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DataFlareError } from '../../../../shared/errors/errors.ts';
import type { Flow } from '../../../../shared/flow/flow-file.ts';
import { useAct, useAsk, useRoute } from '../../../client/engine.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { keptDraftId } from '../drafts.ts';
import type { Editor } from '../editor/use-editor.ts';
import type { Saving } from '../editor/use-saving.ts';
import { documentLike } from '../model/read-flow.ts';
import { flowOf } from '../model/write-flow.ts';
import { keepFile, useFileOf, wordsOfFlow } from './flow-files.ts';

/** How often the file is looked at, ms. */
const LOOK_EVERY_MS = 2000;

export interface FlowFileLink {
	/** The file that the flow was opened from; null: there is none. */
	readonly path: string | null;
	/** What it says now; null: that is not known yet, or it is no flow. */
	readonly flow: Flow | null;
	readonly isSame: boolean;
	/** Why it cannot be read. */
	readonly error: DataFlareError | null;
	/** It was changed by another program, and there are changes here as well. */
	readonly hasClash: boolean;
	/** What the file says takes the place of what is here, which can be undone. */
	takeTheirs(): void;
	/** What is here stays, and the file as it is. */
	keepMine(): void;
	/** Saves the flow and writes it to the file, unless another program changed that meanwhile. */
	write(): Promise<void>;
	/** The file is not followed any more. */
	forget(): void;
}

export const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

/** Follows the file that a flow was opened from: what another program writes there is taken over, or a person decides. */
export function useFlowFile(editor: Editor, saving: Saving): FlowFileLink {
	const { t } = useTranslation('flows');
	const ask = useAsk();
	const act = useAct();
	const toasts = useToasts();
	const { draftId } = saving;
	const file = useFileOf(draftId);
	const path = file?.path ?? null;
	const read = useRoute(
		'flows.read',
		{ path: path ?? '-' },
		{ enabled: path !== null, ofDisk: true, refreshMs: LOOK_EVERY_MS },
	);
	const theirs = path === null || read.error !== null ? null : (read.data ?? null);
	const words = useMemo(() => (theirs === null ? null : wordsOfFlow(theirs)), [theirs]);
	const { document, change } = editor;
	const mine = useMemo(() => JSON.stringify(flowOf(document)), [document]);
	const isNew = file !== null && words !== null && words !== file.seen;
	const isSame = words === mine;
	/** Nothing was done here since the two were the same. */
	const isUntouched = mine === file?.seen;
	const settle = (seen: string): void => {
		if (path !== null) keepFile(draftId, { path, seen });
	};
	const take = (flow: Flow, seen: string): void => {
		change((now) => documentLike(now, flow), { what: 'theirs', name: fileName(path ?? '') });
		settle(seen);
	};
	const look = useEffectEvent((seen: string) => {
		if (isSame) settle(seen);
		else if (isUntouched && theirs !== null) {
			take(theirs, seen);
			toasts.done(() => t('file.changed', { name: fileName(path ?? '') }));
		}
	});
	/** What the file says now, if there is something to do about it; undone here, it is looked at once more. */
	const toLookAt = isNew && (isSame || isUntouched) ? words : null;
	useEffect(() => {
		if (toLookAt !== null) look(toLookAt);
	}, [toLookAt]);

	return {
		path,
		flow: theirs,
		isSame,
		error: path === null ? null : read.error,
		hasClash: isNew && !isSame && !isUntouched,
		takeTheirs: () => theirs !== null && words !== null && take(theirs, words),
		keepMine: () => words !== null && settle(words),
		forget: () => keepFile(draftId, null),
		async write() {
			if (path === null || file === null) return;
			try {
				const now = await ask('flows.read', { path }).then(wordsOfFlow, missing);
				if (now !== null && now !== file.seen && now !== mine) {
					// What another program wrote is shown first.
					await read.refetch();
					return;
				}
				if ((saving.isDirty || saving.kept === null) && !(await saving.save())) return;
				const name = document.name.trim();
				await act('flows.export', { name, to: path, replace: true });
				keepFile(keptDraftId(name), { path, seen: mine });
				toasts.done(() => t('file.written', { name: fileName(path) }));
			} catch (error) {
				toasts.failed(() => t('file.writeFailed'), error);
			}
		},
	};
}

/** A file that is not there, or is no flow any more, may be written. */
function missing(error: unknown): null {
	if (error instanceof DataFlareError && ['not_found', 'configuration'].includes(error.code)) return null;
	throw error;
}
