import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DataFlareError, toDataFlareError } from '../../../../shared/errors/errors.ts';
import { useAct } from '../../../client/engine.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { useUndoUninstall } from '../use-undo-uninstall.ts';
import type { PluginEntry } from './plugin-entry.ts';

export type BulkAction = 'enable' | 'disable' | 'reload' | 'uninstall';

const undoes = { enable: 'disable', disable: 'enable' } as const;

export function fitsAction({ record: { state } }: Pick<PluginEntry, 'record'>, action: BulkAction): boolean {
	switch (action) {
		case 'enable':
			return state === 'disabled';
		case 'disable':
			return state === 'ready' || state === 'quarantined' || state === 'waiting_for_review';
		case 'reload':
			return state !== 'disabled' && state !== 'waiting_for_review';
		case 'uninstall':
			return true;
	}
}

/** Does one thing to several plugins, one after the other; what failed is told with its reason, what was done can be undone. */
export function useBulkActions() {
	const { t } = useTranslation('plugins');
	const act = useAct();
	const toasts = useToasts();
	const format = useFormat();
	const undoUninstall = useUndoUninstall();
	const [busy, setBusy] = useState<BulkAction | null>(null);

	async function run(action: BulkAction, names: readonly string[], keepData = false): Promise<void> {
		setBusy(action);
		const done: string[] = [];
		const trashed: (string | null)[] = [];
		const failed: { readonly name: string; readonly error: DataFlareError }[] = [];
		for (const name of names) {
			try {
				if (action === 'uninstall') trashed.push((await act('plugins.uninstall', { name, keepData })).trashId);
				else await act(`plugins.${action}`, { name });
				done.push(name);
			} catch (thrown) {
				failed.push({ name, error: toDataFlareError(thrown) });
			}
		}
		setBusy(null);
		if (done.length > 0) {
			const what = done.length === 1 ? 'one' : 'many';
			const title = () => t(`done.${action}.${what}`, { name: done[0] ?? '', text: format.count(done.length) });
			const undo = action === 'enable' || action === 'disable' ? undoes[action] : null;
			toasts.done(
				title,
				undo === null ? undoUninstall(trashed) : { label: () => t('undo'), onPress: () => void run(undo, done) },
			);
		}
		const [first] = failed;
		if (first === undefined) return;
		const what = failed.length === 1 ? 'one' : 'many';
		toasts.failed(() => t(`notDone.${what}`, { name: first.name, text: format.count(failed.length) }), first.error);
	}
	return { busy, run };
}
