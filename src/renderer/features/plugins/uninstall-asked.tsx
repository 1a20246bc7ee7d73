import { isAt, navigate } from '../../lib/nav/hash-location.ts';
import { links } from '../../lib/nav/links.ts';
import { useBulkActions } from './list/use-bulk-actions.ts';
import { UninstallDialog } from './uninstall-dialog.tsx';

/** Asks before plugins go, from wherever that was wanted, and takes them away. */
export function UninstallAsked({ names, onClose }: { readonly names: readonly string[]; onClose(): void }) {
	const { busy, run } = useBulkActions();
	const uninstall = async (keepData: boolean): Promise<void> => {
		await run('uninstall', names, keepData);
		if (names.some((name) => isAt(links.plugin(name)))) navigate(links.plugins());
		onClose();
	};
	return (
		<UninstallDialog
			open
			names={names}
			busy={busy !== null}
			onClose={onClose}
			onConfirm={(keepData) => void uninstall(keepData)}
		/>
	);
}
