import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Where the long files are, longest first: a long one that begins last keeps everybody waiting. */
const long = [/test\/hostile\.test/, /test\/cli-/, /test\/e2e\//, /test\/faults\//, /test\/corpus\//, /test\/[^/]+$/];

function rank({ moduleId }: TestSpecification): number {
	const found = long.findIndex((pattern) => pattern.test(moduleId.replaceAll('\\', '/')));
	return found < 0 ? long.length : found;
}

/** Vitest knows how long a file takes only where it ran before; a fresh checkout begins with these. */
export class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
	}
}
