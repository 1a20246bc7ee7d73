import { realpath, stat } from '../../files/user-files.ts';

/**
 * Which of the files that a flow writes it also reads, under whichever names: their places in `outputs` and `inputs`.
 * Absolute paths. Reading would end where writing replaced the file.
 */
export async function outputsThatAreInputs(
	outputs: readonly string[],
	inputs: readonly string[],
): Promise<readonly { readonly output: number; readonly input: number }[]> {
	const [written, read] = await Promise.all([
		Promise.all(outputs.map(identityOf)),
		Promise.all(inputs.map(identityOf)),
	]);
	return written.flatMap((one, output) =>
		read.flatMap((other, input) => (one.some((name) => other.includes(name)) ? [{ output, input }] : [])),
	);
}

/** By what a file is known: where it really lies, and where there is one, its number. */
async function identityOf(path: string): Promise<readonly string[]> {
	const real = await realpath(path).catch(() => path);
	const facts = await stat(path, { bigint: true }).catch(() => null);
	// A device or a pipe is read and written as often as one likes.
	if (facts !== null && !facts.isFile()) return [];
	return facts === null ? [path, real] : [path, real, `${facts.dev}:${facts.ino}`];
}
