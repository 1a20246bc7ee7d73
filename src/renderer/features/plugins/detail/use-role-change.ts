import type { PluginRecord } from '../../../../shared/plugin/plugin-record.ts';
import { isRoleUnsaid } from '../../../../shared/plugin/unsaid-role.ts';
import { useRoute } from '../../../client/engine.tsx';
import { useShell } from '../../../lib/nav/shell-context.ts';

/** Asks what a plugin is to do that says nothing of it itself, as when it was installed; null: it does what it does. */
export function useRoleChange({ name, state, current }: PluginRecord): (() => void) | null {
	const { openInstall } = useShell();
	const { data } = useRoute('plugins.analysis', { name }, { enabled: current !== null });
	// What is installed anew is in use: one that a person stopped stays so until they start it.
	const isOpen = state === 'ready' && current !== null && data !== undefined && isRoleUnsaid(current.manifest, data);
	return isOpen ? () => openInstall([name]) : null;
}
