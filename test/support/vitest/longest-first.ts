import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The long files of each project, longest first: a long one that begins last keeps everybody waiting. */
const long = [
	/attacks\/hostile/,
	/attacks\/process-memory/,
	/engine\/runs\/answers/,
	/test\/faults\//,
	/e2e\/(focus|room|keys|shell|shell-trouble)\.test/,
	/cli\/(terminal|bad-input)/,
	/engine\/(plugins\/preload|engine)\./,
	/plugins\/component-examples/,
	/corpus\/(components|modules|swaps|writing)/,
	/test\/(attacks|cli|engine|routes)\//,
];

function rank({ moduleId }: TestSpecification): number {
	const found = long.findIndex((pattern) => pattern.test(moduleId.replaceAll('\\', '/')));
	return found < 0 ? long.length : found;
}

/** The projects in the order in which they are run; one that is not named here comes last. */
const order = ['alone', 'pages', 'together'];

/**
 * Vitest knows how long a file takes only where it ran before; a fresh checkout begins with these. Files of one project
 * stay together: a process that runs many of them ends where the next one in the row is another project's. The project
 * of the many short ones is the last, so that no core waits for another at the end.
 */
export class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const byProject = Map.groupBy(await super.sort(files), ({ project }) => project.name);
		const place = (name: string): number => (order.indexOf(name) + order.length + 1) % (order.length + 1);
		const inOrder = [...byProject].toSorted(([one], [other]) => place(one) - place(other));
		return inOrder.flatMap(([, each]) => each.toSorted((one, other) => rank(one) - rank(other)));
	}
}
