import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toDataFlareError } from '../../../shared/errors/errors.ts';
import type { ComponentType } from '../../../shared/plugin/component-type.ts';
import { newRunId } from '../../../shared/run/run-id.ts';
import { useAction, useBack, useBridge } from '../../client/engine.tsx';
import { isOfConnection } from '../../client/patience.ts';
import { useToasts } from '../../components/toasts.tsx';
import { chainOf, type Draft, streamRequest, writesFile } from './draft.ts';
import type { Started } from './draft-store.ts';
import { suggestedName } from './plugin-form.tsx';
import type { Refused, Replacing } from './refused.ts';

/** Starts what the form says. The run goes on whatever happens to the page; a result for download is handed over at its end. */
export function useStart(setStarted: (started: Started) => void): {
	readonly refused: Refused | null;
	readonly isStarting: boolean;
	/** What was refused is no longer talked of. */
	forget(): void;
	/** `replacing`: what a person agreed that the output may replace. */
	start(draft: Draft, type: ComponentType | null, replacing?: Replacing): Promise<void>;
} {
	const { t } = useTranslation('runFile');
	const bridge = useBridge();
	const toasts = useToasts();
	const stream = useAction('streams.run');
	const chain = useAction('chains.run');
	const example = useAction('samples.run');
	const [refused, setRefused] = useState<Refused | null>(null);
	const [isStarting, setStarting] = useState(false);

	// That the program was not reached is no refusal once it is back.
	useBack(() => setRefused((before) => (before !== null && isOfConnection(before.error) ? null : before)));

	async function outputOf(draft: Draft, type: ComponentType): Promise<Started['output']> {
		if (writesFile(draft, type)) return draft.output === '' ? null : { kind: 'file', path: draft.output };
		if (draft.outputKind === 'none') return null;
		const path = await bridge.pickSave({ suggestedName: suggestedName(draft) });
		return path === null ? null : { kind: 'download', path };
	}

	function ask(
		draft: Draft,
		type: ComponentType | null,
		runId: string,
		output: Started['output'],
		replacing: Replacing,
	): Promise<unknown> {
		if (draft.what === 'plugin' && type !== null) {
			return stream.mutateAsync({ ...streamRequest(draft, type, output?.path ?? null), replacing, runId });
		}
		if (draft.chainFrom === 'example') return example.mutateAsync({ runId, trigger: 'window' });
		const asked = draft.chainFrom === 'file' ? { path: draft.chainFile } : { definition: chainOf(draft) };
		return chain.mutateAsync({ chain: asked, ...draft.keep, runId, trigger: 'window' });
	}

	return {
		refused,
		isStarting,
		forget: () => setRefused(null),
		async start(draft, type, replacing = 'none') {
			setRefused(null);
			setStarting(true);
			const runId = newRunId();
			try {
				const output = draft.what === 'plugin' && type !== null ? await outputOf(draft, type) : null;
				setStarted({ id: runId, output });
				const done = ask(draft, type, runId, output, output?.kind === 'download' ? 'others' : replacing);
				setStarting(false);
				await done;
				if (output?.kind === 'download') {
					await bridge
						.download(output.path)
						.catch((error: unknown) => toasts.failed(() => t('result.download'), error));
				}
			} catch (thrown) {
				const error = toDataFlareError(thrown);
				const ran = error.details['runId'] === runId;
				setRefused({ error, draft, runId: ran ? runId : null });
			} finally {
				setStarting(false);
			}
		},
	};
}
