import type { ConfigProblem } from '../../../shared/config/config-problem.ts';

type Path = readonly (string | number)[];

/** One of several ways to write a value. */
export interface Way {
	readonly problems: readonly ConfigProblem[];
	/** So many keys of the value are this way's. */
	readonly met: number;
}

/**
 * Of several ways to write a value, none of which fits: what is wrong with it as the one that was meant. Where all fail
 * at the value itself by its kind, or by what it may be, all of that is what it may be.
 */
export function likeliest(ways: readonly Way[], path: Path): readonly ConfigProblem[] {
	const meant = ways.filter(({ problems }) => !problems.some((problem) => isOfAnother(problem, path)));
	if (meant.length > 0) return best(meant, path);
	return (
		merged(
			ways.map(({ problems }) => problems),
			path,
		) ?? best(ways, path)
	);
}

/** It says that the value is of another way: another kind of value, or another word in the place of one. */
function isOfAnother(problem: ConfigProblem, { length }: Path): boolean {
	return problem.path.length === length && (problem.kind === 'type' || problem.kind === 'choice');
}

/** The keys that are there tell a way first; then those that are missing or strange, then what is wrong within a key. */
function best(ways: readonly Way[], path: Path): readonly ConfigProblem[] {
	const weigh = ({ problems }: Way): number =>
		problems.reduce((sum, { kind, path: at }) => {
			if (at.length > path.length + 1) return sum + 1;
			return sum + (kind === 'missing' ? 30 : kind === 'unknown' ? 20 : kind === 'type' ? 3 : 2);
		}, 0);
	const sorted = [...ways].sort((left, right) => right.met - left.met || weigh(left) - weigh(right));
	return sorted[0]?.problems ?? [];
}

function merged(
	found: readonly (readonly ConfigProblem[])[],
	path: readonly (string | number)[],
): readonly ConfigProblem[] | null {
	const own = found.flatMap((problems) => problems.filter((problem) => isOfAnother(problem, path)));
	const words = own.flatMap((problem) => (problem.kind === 'choice' ? [problem] : []));
	const kinds = own.flatMap((problem) => (problem.kind === 'type' ? [problem] : []));
	const [first] = kinds;
	const types = unique([...kinds.flatMap(({ wanted }) => wanted), ...words.flatMap((word) => word.types)]);
	if (words.length === 0) return first === undefined ? null : [{ ...first, path, wanted: types }];
	const choices = unique(words.flatMap((word) => word.choices));
	const near = words.find((word) => word.near !== null)?.near ?? null;
	return [{ path, kind: 'choice', choices, types, near }];
}

function unique<T>(values: readonly T[]): readonly T[] {
	return [...new Set(values)];
}
