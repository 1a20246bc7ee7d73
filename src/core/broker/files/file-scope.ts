import { sep } from 'node:path';
import type { PolicyDecision } from '../../../shared/policy/security-policy.ts';
import { lstat, realpath } from '../../files/user-files.ts';
import {
	decidePath,
	type FileKind,
	type PathDecision,
	type PathScope,
	refusedAsOwn,
} from '../../policy/decide/path.ts';
import { refuse } from '../../policy/decide/refuse.ts';
import { ownPlaceOf } from '../../policy/entries/own-places.ts';
import { askedPath, normalPath, pathText } from '../../policy/entries/path-form.ts';
import { type FileFacts, refuseFile } from './file-facts.ts';
import { GrantedTree } from './granted-tree.ts';
import { resolveGranted } from './resolve-links.ts';
import type { FileScope } from './scope.ts';

/** Decides on where something really was when it was opened, and on what it was. */
export type DecideOpened = (openedPath: string, facts: FileFacts) => Promise<PathDecision>;

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
 * Decides by name, then resolves links and decides on where they lead, touching nothing. The broker and the tester both
 * come through here. What is refused by name is not looked for at all, so that nothing hears of it and what exists is
 * not told apart from what does not.
 */
export async function placeFile(kind: FileKind, asked: string, scope: FileScope): Promise<PlacedFile> {
	const rules: PathScope = { dataFolder: scope.dataFolder, windows: scope.windows };
	const lexical = askedPath(asked, scope.dataFolder, rules);
	if (lexical === null) return refused(asked, noPath(asked));
	const tree = new GrantedTree(scope);
	const found = await resolveGranted(kind, lexical, tree, scope.windows);
	if (found === null) return refused(pathText(lexical), danglingLink(asked));
	if (typeof found !== 'string') return refused(pathText(lexical), found);
	const path = await oneSpelling(found);
	const resolved = await tree.resolved();
	const decideOpened = openedDecision(kind, scope, resolved);
	const home = resolved.realPathOf?.(scope.dataFolder) ?? '';
	const mayMake = (folder: string): boolean =>
		decidePath(scope.policy, kind, folder, resolved).allowed ||
		(home !== '' && folder.startsWith(home.endsWith(sep) ? home : home + sep));
	return { path, decision: await placedDecision(kind, path, scope, resolved, decideOpened), decideOpened, mayMake };
}

/** Decides on a real place by its name and by what lies above it, without a look at what is there. */
export async function decideByPlace(
	kind: FileKind,
	path: string,
	scope: FileScope,
	resolved: PathScope,
): Promise<PathDecision> {
	const decision = decidePath(scope.policy, kind, path, resolved);
	if (!decision.allowed) return decision;
	if (isForeignPlace(path, resolved) && (await scope.own?.holds(path, kind)) === true) {
		return refusedAsOwn(path);
	}
	return decision;
}

async function placedDecision(
	kind: FileKind,
	path: string,
	scope: FileScope,
	resolved: PathScope,
	decideOpened: DecideOpened,
): Promise<PathDecision> {
	const decision = await decideByPlace(kind, path, scope, resolved);
	if (!decision.allowed) return decision;
	const facts = await lstat(path, { bigint: true }).catch(() => null);
	return facts === null ? decision : decideOpened(path, facts);
}

export function openedDecision(kind: FileKind, scope: FileScope, resolved: PathScope): DecideOpened {
	return async (where, facts) => {
		const decision = decidePath(scope.policy, kind, where, resolved);
		if (!decision.allowed) return decision;
		const own = isForeignPlace(where, resolved) ? await scope.own?.has(facts, kind) : false;
		if (own === true) return refusedAsOwn(where);
		if (own === null) return unknownOwner(where, facts);
		return refuseFile(where, facts, decision.named === true) ?? decision;
	};
}

/** By its name it is not the program's own. What is, and is allowed all the same, is the plugin's, or this run's. */
function isForeignPlace(path: string, resolved: PathScope): boolean {
	const place = normalPath(path, resolved);
	const own = place === null ? null : ownPlaceOf(place, resolved.own, resolved);
	return own === null || own === 'unwritable';
}

function unknownOwner(path: string, { nlink }: FileFacts): PathDecision {
	const why = `${path} has ${nlink} names (hard links), and DataFlare has too many files of its own to rule out that it is one of them.`;
	return refusedAsOwn(path, why);
}

/** Systems that take several spellings for one name say which it is. */
async function oneSpelling(path: string): Promise<string> {
	return process.platform === 'linux' ? path : realpath(path).catch(() => path);
}

function refused(path: string, decision: PathDecision): PlacedFile {
	return { path, decision, decideOpened: async () => decision, mayMake: () => false };
}

function noPath(asked: string): PolicyDecision {
	return refuse('path_unclear', 'path', `${asked} is not the path of a file or folder.`);
}

function danglingLink(asked: string): PolicyDecision {
	return refuse('links', 'links', `${asked} is a link to something that does not exist.`);
}
