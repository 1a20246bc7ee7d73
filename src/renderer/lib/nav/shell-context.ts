import { createContext, useContext } from 'react';

/** Takes of what was dropped what is meant for the screen; answers with the rest, which may be plugins. */
export type DropTaker = (paths: readonly string[]) => Promise<readonly string[]>;

/** What any part of the window can ask of the window itself. */
export interface ShellActions {
	/** Looks into plugins and asks what they may do. Without paths a person is asked for them. */
	openInstall(paths?: readonly string[]): void;
	/** The same for a package that was fetched from a source: a person is always asked, and where it lies is nothing to them. */
	openFetched(path: string): void;
	/** Asks what a new plugin is to be, and makes its folder. */
	openNewPlugin(): void;
	openPalette(): void;
	/** Asks before these plugins go, and takes them away. */
	openUninstall(names: readonly string[]): void;
	/** While it is there, what is dropped on the window goes to it; it answers with the paths that it does not take. */
	takeDrops(taker: DropTaker): () => void;
}

export const ShellContext = createContext<ShellActions | null>(null);

export function useShell(): ShellActions {
	const shell = useContext(ShellContext);
	if (shell === null) throw new Error('useShell outside of the shell');
	return shell;
}
