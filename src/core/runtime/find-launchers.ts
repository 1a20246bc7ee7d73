import { existsSync } from 'node:fs';
import { bubblewrap } from './launch-bubblewrap.ts';
import { landlock, noNewPrivileges } from './launch-setpriv.ts';
import { type Launcher, plainLauncher } from './launcher.ts';
import { neededFiles, neededTrees } from './needed-files.ts';

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
		...(bwrap === undefined
			? []
			: [bubblewrap(bwrap, files, true), bubblewrap(bwrap, files, false), bubblewrap(bwrap, trees, false)]),
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

function placeOf(tool: string): string | undefined {
	return folders.map((folder) => `${folder}/${tool}`).find((path) => existsSync(path));
}
