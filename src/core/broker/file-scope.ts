import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { PolicyDecision, SecurityPolicy } from '../../shared/policy/security-policy.ts';
import {
	decidePath,
	type PathDecision,
	type PathPower,
	type PathScope,
	pathsToResolve,
} from '../policy/decide-path.ts';
import { type FileFacts, refuseFile } from './file-facts.ts';

/** Whose files are asked for, under which policy. */
export interface FileScope {
	readonly policy: SecurityPolicy;
	readonly dataFolder: string;
	readonly extraPaths?: readonly string[] | undefined;
	readonly windows: boolean;
}

/** Decides on where something really was when it was opened, and on what it was. */
export type DecideOpened = (openedPath: string, facts: FileFacts) => PathDecision;

/** A path with its links resolved, decided. */
export interface PlacedFile {
	/** Absolute, without links as far as it exists. */
	readonly path: string;
	readonly decision: PathDecision;
	readonly decideOpened: DecideOpened;
	/** Whether a missing folder above it may be made: inside what was granted, or on the way there in the data folder. */
	mayMake(folder: string): boolean;
}

/**
 * Resolves links and decides, touching nothing. The broker and the tester both come through here. What exists is not
 * told apart from what does not where policy refuses.
 */
export async function placeFile(power: PathPower, asked: string, scope: FileScope): Promise<PlacedFile> {
	const lexical = resolve(scope.dataFolder, asked);
	const [path, rules] = await Promise.all([resolveLinks(lexical), resolvedRules(scope)]);
	const home = rules.realPathOf?.(scope.dataFolder) ?? '';
	const decide = (where: string): PathDecision => decidePath(scope.policy, power, where, rules);
	const decideOpened: DecideOpened = (where, facts) => {
		const decision = decide(where);
		return decision.allowed ? (refuseFile(where, facts, decision.named === true) ?? decision) : decision;
	};
	const mayMake = (folder: string): boolean =>
		decide(folder).allowed || (home !== '' && folder.startsWith(home.endsWith(sep) ? home : home + sep));
	if (path === null) return { path: lexical, decision: danglingLink(asked), decideOpened, mayMake };
	const decision = decide(path);
	const facts = decision.allowed ? await lstat(path, { bigint: true }).catch(() => null) : null;
	return { path, decision: facts === null ? decision : decideOpened(path, facts), decideOpened, mayMake };
}

function danglingLink(asked: string): PolicyDecision {
	return { allowed: false, rule: 'links', reason: `${asked} is a link to something that does not exist.` };
}

async function resolvedRules(scope: FileScope): Promise<PathScope> {
	const { policy, dataFolder, extraPaths, windows } = scope;
	const literal: PathScope = { dataFolder, extraPaths, windows };
	const paths = pathsToResolve(policy, literal);
	const real = await Promise.all(paths.map((path) => resolveLinks(resolve(path))));
	// A dangling entry names nothing: the empty path is within no folder and holds none.
	const places = new Map(paths.map((path, index) => [path, real[index] ?? '']));
	return { ...literal, realPathOf: (path) => places.get(path) ?? '' };
}

/** The real path of the deepest ancestor that exists, with the rest appended. Null: a link that leads nowhere. */
export async function resolveLinks(path: string): Promise<string | null> {
	const missing: string[] = [];
	for (let at = path; ; at = dirname(at)) {
		const real = await realpath(at).catch(() => null);
		if (real !== null) return join(real, ...missing);
		if (at === dirname(at)) return path;
		const link = await lstat(at).catch(() => null);
		if (link?.isSymbolicLink() === true) return null;
		missing.unshift(basename(at));
	}
}
