import { dirname, join } from 'node:path';
import { lstat, readlink } from '../../files/user-files.ts';
import type { FileKind, PathDecision } from '../../policy/decide/path.ts';
import { type NormalPath, normalPath, pathText } from '../../policy/entries/path-form.ts';
import type { GrantedTree, Reached } from './granted-tree.ts';

/** As many as Linux follows. */
const MOST_LINKS = 40;

/**
 * For what a guest named: goes down from the entry that grants it, name by name, and asks the grant anew before it
 * follows a link. The answer is a path without links, as far as it exists, or why it is refused; null: a link that leads
 * nowhere.
 */
export async function resolveGranted(
	kind: FileKind,
	asked: NormalPath,
	tree: GrantedTree,
	windows: boolean,
): Promise<string | PathDecision | null> {
	let path = asked;
	// How many of the names at the end were asked for, and are not what a link led to.
	let own = path.segments.length;
	for (let links = 0; links <= MOST_LINKS; links++) {
		const reached = await tree.reach(kind, path);
		if (!('base' in reached)) return reached;
		const step = await goDown(reached);
		if (step.link === null) return links > 0 && step.left > own ? null : step.at;
		const target = linkTarget(step.at, step.link, reached.rest.slice(reached.rest.length - step.left + 1), windows);
		if (target === null) return null;
		own = Math.min(own, step.left - 1);
		path = target;
	}
	return null;
}

interface Step {
	/** Where it ended: the whole path, or the link. */
	readonly at: string;
	/** What the link says; null: there was none. */
	readonly link: string | null;
	/** Names that were not found to be there, or the link and those behind it. */
	readonly left: number;
}

async function goDown({ base, rest }: Reached): Promise<Step> {
	let at = base;
	for (const [index, name] of rest.entries()) {
		at = join(at, name);
		const left = rest.length - index;
		const facts = await lstat(at).catch(() => null);
		// Nothing below what is not there is there, either.
		if (facts === null) return { at: join(at, ...rest.slice(index + 1)), link: null, left };
		const link = facts.isSymbolicLink() ? await readlink(at).catch(() => null) : null;
		if (link !== null) return { at, link, left };
	}
	return { at, link: null, left: 0 };
}

function linkTarget(at: string, link: string, rest: readonly string[], windows: boolean): NormalPath | null {
	const rules = { windows };
	const absolute = windows ? /^(?:[\\/]|[A-Za-z]:)/.test(link) : link.startsWith('/');
	const target = normalPath(absolute ? link : `${dirname(at)}/${link}`, rules);
	return target === null ? null : normalPath([pathText(target), ...rest].join('/'), rules);
}
