import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The long files of each project, longest first: a long one that begins last keeps everybody waiting. Those that compile
 * or start programs by the dozen are small themselves, and would come last by their size.
 */
const long = [
	/engine\/authoring\./,
	/pages\/guide-pages/,
	/attacks\/(hostile|process-memory)/,
	/engine\/runs\/answers/,
	/test\/(faults|sdk)\//,
	/e2e\/(room|browser-mode|focus|signatures|keys|dev|run-load|flows|shell|shell-trouble)\.test/,
	/flows\/(io\/killed-writer|run\/worker\/record-worker|triggers\/(folder-)?days)/,
	/build-plugins\/build-plugins|project\/examples-native|corpus\/wasi-large/,
	/cli\/(terminal|bad-input)/,
	/test\/library\/|project\/(examples-wasi|authoring-page)/,
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
