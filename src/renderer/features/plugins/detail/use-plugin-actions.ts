import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SinceWhen } from '../../../../shared/plugin/version-use.ts';
import { useAction } from '../../../client/engine.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { navigate } from '../../../lib/nav/hash-location.ts';
import { links } from '../../../lib/nav/links.ts';
import { useUndoUninstall } from '../use-undo-uninstall.ts';

type Doing = 'enable' | 'disable' | 'reload' | 'uninstall' | 'rollback';

export interface PluginActions {
	/** What is being done. */
	readonly busy: Doing | null;
	enable(): void;
	disable(): void;
	/** Reads its files again; also the way out of quarantine. */
	reload(): void;
	/** Resolves true when it is gone. */
	uninstall(keepData: boolean): Promise<boolean>;
	/** Resolves true when that version is in use. */
	rollback(how: RollBack): Promise<boolean>;
}

export interface RollBack {
	/** Of the version's module and of its manifest, hex. */
	readonly sha256: string;
	readonly manifestSha256: string;
	/** Absent: as it is now. */
	readonly grant?: SinceWhen;
	/** What it has stored; absent: as it is now. */
	readonly state?: SinceWhen;
	/** Version of the policy that was seen to be in force. */
	readonly expectedGrant?: number | undefined;
}

/** What a person can do to a plugin as a whole; each says how it went. */
export function usePluginActions(name: string): PluginActions {
	const { t } = useTranslation('plugin');
	const { t: common } = useTranslation();
	const toasts = useToasts();
	const [busy, setBusy] = useState<Doing | null>(null);
	const enable = useAction('plugins.enable');
	const disable = useAction('plugins.disable');
	const reload = useAction('plugins.reload');
	const uninstall = useAction('plugins.uninstall');
	const undoUninstall = useUndoUninstall();
	const rollback = useAction('plugins.rollback');

	async function perform<I, O>(
		doing: Doing,
		action: { mutateAsync(input: I): Promise<O> },
		input: I,
		onDone: (answer: O) => void,
	): Promise<boolean> {
		setBusy(doing);
		try {
			onDone(await action.mutateAsync(input));
			return true;
		} catch (error) {
			toasts.failed(() => t(`failed.${doing}`, { name }), error);
			return false;
		} finally {
			setBusy(null);
		}
	}
	const startAgain = () =>
		void perform('enable', enable, { name }, () => toasts.done(() => t('done.enable', { name })));
	return {
		busy,
		enable: startAgain,
		disable: () =>
			void perform('disable', disable, { name }, () =>
				toasts.done(() => t('done.disable', { name }), { label: () => common('undo'), onPress: startAgain }),
			),
		reload: () => void perform('reload', reload, { name }, () => toasts.done(() => t('done.reload', { name }))),
		uninstall: (keepData) =>
			perform('uninstall', uninstall, { name, keepData }, ({ trashId }) => {
				toasts.done(() => t('done.uninstall', { name }), undoUninstall([trashId]));
				navigate(links.plugins());
			}),
		rollback: (how) =>
			perform('rollback', rollback, { name, ...how }, () => toasts.done(() => t('done.rollback', { name }))),
	};
}
