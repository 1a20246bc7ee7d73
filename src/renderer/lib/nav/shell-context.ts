import { createContext, useContext } from 'react';

/** What any part of the window can ask of the window itself. */
export interface ShellActions {
	/** Looks into plugins and asks what they may do. Without paths a person is asked for them. */
	openInstall(paths?: readonly string[]): void;
	openPalette(): void;
}

export const ShellContext = createContext<ShellActions | null>(null);

export function useShell(): ShellActions {
	const shell = useContext(ShellContext);
	if (shell === null) throw new Error('useShell outside of the shell');
	return shell;
}
