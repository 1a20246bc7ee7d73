import { existsSync } from 'node:fs';
import { bubblewrap } from './bubblewrap.ts';
import { type Launcher, plainLauncher } from './launcher.ts';
import { neededFiles, neededTrees } from './needed-files.ts';
import { landlock, noNewPrivileges } from './setpriv.ts';
import { systemCallFilter } from './system-call-filter.ts';

/** Folders that belong to the system. */
const folders = ['/usr/bin', '/bin', '/run/current-system/sw/bin'] as const;

/**
 * Ways to start a program on this system, those that take most away first, the program as it is last. Which of them
 * work, the start shows (`LaunchedProcess`). The narrowest need to know which files the program opens; should it open
 * others too, the next ones are wider.
 */
export function findLaunchers(execPath: string): readonly Launcher[] {
	if (process.platform !== 'linux') return [plainLauncher];
	const [bwrap, setpriv] = [placeOf('bwrap'), placeOf('setpriv')];
	if (bwrap === undefined && setpriv === undefined) return [plainLauncher];
	const trees = neededTrees(execPath);
	const files = neededFiles(execPath) ?? trees;
	return [
		...(bwrap === undefined ? [] : bubblewraps(bwrap, files, trees)),
		...(setpriv === undefined
			? []
			: [
					landlock(setpriv, files, true),
					landlock(setpriv, files, false),
					landlock(setpriv, trees, false),
					noNewPrivileges(setpriv),
				]),
		plainLauncher,
	];
}

/** Older versions and kernels lack one or the other. */
function bubblewraps(tool: string, files: readonly string[], trees: readonly string[]): readonly Launcher[] {
	const filter = systemCallFilter();
	const filtered = [
		{ tool, files, strict: true, filter },
		{ tool, files, strict: false, filter },
		{ tool, files: trees, strict: false, filter },
	];
	const bare = { tool, files: trees, strict: false, filter: null };
	return [...filtered, ...(filter === null ? [] : [bare])].map(bubblewrap);
}

function placeOf(tool: string): string | undefined {
	return folders.map((folder) => `${folder}/${tool}`).find((path) => existsSync(path));
}
