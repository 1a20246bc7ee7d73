import type { Command } from '../../lib/keys/command.ts';
import { type Match, matchesOf, matchOf, type Pinyin, wordsOf } from './match.ts';

type GroupName = 'lately' | 'here' | 'go' | 'actions' | 'plugins' | 'runs' | 'settings';

export interface Group {
	readonly name: GroupName;
	readonly items: readonly Match[];
}

/** What there is of each kind; `found` fits what was typed already. */
export interface Offered {
	readonly here: readonly Command[];
	readonly go: readonly Command[];
	readonly actions: readonly Command[];
	readonly plugins: readonly Command[];
	/** Of these, what leads to a plugin. */
	readonly pages: readonly Command[];
	readonly running: readonly Command[];
	readonly found: readonly Command[];
	readonly settings: readonly Command[];
}

/** Of what was used lately, and of each group while nothing is typed and while something is. */
const MOST_LATELY = 5;
const MOST = 12;
/** What one looks at may be a row, several chosen ones and their list at once. */
const MOST_HERE = 24;
const MOST_PLUGINS_UNASKED = 8;

/**
 * The list: while nothing is typed, what was used lately and what is at hand; afterwards what fits, the group with the
 * best fit first. What can be done on this screen is told there and nowhere else.
 */
export function groupsOf(
	offered: Offered,
	typed: string,
	lately: readonly string[],
	pinyin: Pinyin | null,
): readonly Group[] {
	const here = new Set(offered.here.map(({ id }) => id));
	const others = {
		go: offered.go,
		actions: offered.actions,
		plugins: offered.plugins.filter(({ id }) => !here.has(id)),
		settings: offered.settings,
	};
	if (wordsOf(typed).length === 0) {
		const all = [...offered.here, ...offered.running, ...Object.values(others).flat()];
		const used = lately.flatMap((id) => all.find((command) => command.id === id) ?? []).slice(0, MOST_LATELY);
		const seen = new Set(used);
		const rest = (commands: readonly Command[], most = MOST): readonly Match[] =>
			matchesOf(commands.filter((command) => !seen.has(command)).slice(0, most), typed);
		return filled([
			{ name: 'lately', items: matchesOf(used, typed) },
			{ name: 'here', items: rest(offered.here, MOST_HERE) },
			{ name: 'runs', items: rest(offered.running) },
			{ name: 'go', items: rest(others.go) },
			{ name: 'actions', items: rest(others.actions) },
			{ name: 'plugins', items: rest(offered.pages, MOST_PLUGINS_UNASKED) },
		]);
	}
	// Together, so that what fits loosely is left away beside what fits well in another group.
	const kinds: readonly (readonly [GroupName, readonly Command[]])[] = [
		['here', offered.here],
		['plugins', others.plugins],
		['runs', offered.running],
		['go', others.go],
		['actions', others.actions],
		['settings', others.settings],
	];
	const kindOf = new Map(kinds.flatMap(([name, commands]) => commands.map((command) => [command, name] as const)));
	const fitting = matchesOf([...kindOf.keys()], typed, lately, pinyin);
	const groups = new Map<GroupName, Match[]>();
	for (const match of fitting) {
		const name = kindOf.get(match.command) ?? 'actions';
		groups.set(name, [...(groups.get(name) ?? []), match]);
	}
	const shown = [...groups].map(([name, items]) => ({ name, items: items.slice(0, MOST) }));
	// The engine found them by what is in them, which no letter of their names shows.
	const runs = shown.find(({ name }) => name === 'runs')?.items ?? [];
	const found = offered.found.map(
		(command) => matchOf(command, typed, pinyin) ?? { command, score: 0, marks: new Set<number>(), also: null },
	);
	return filled([
		...shown.filter(({ name }) => name !== 'runs' || found.length === 0),
		...(found.length === 0 ? [] : [{ name: 'runs' as const, items: [...runs, ...found] }]),
	]);
}

function filled(groups: readonly Group[]): readonly Group[] {
	return groups.filter(({ items }) => items.length > 0);
}
