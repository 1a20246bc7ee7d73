import type { JsonValue } from '../../../shared/errors/errors.ts';
import type { ResultSource } from '../../../shared/run/result-table.ts';
import type { RunDetail, WrittenFile } from '../../../shared/run/run.ts';

/** The last part of a path of any system. */
export function fileNameOf(path: string): string {
	return path.split(/[\\/]/).at(-1) ?? path;
}

/** What was written for a browser to fetch, which is no file of the person's; null: nothing was. */
export function handedOverOf(run: RunDetail, written: readonly WrittenFile[]): string | null {
	const path = fileOf(run, 'output');
	const isWritten = run.status === 'succeeded' && run.stages.at(-1)?.type !== 'destination';
	return path === null || !isWritten || written.some((file) => file.path === path) ? null : path;
}

/**
 * The input whose records stand in the order of a file's: of one plugin that gave a record for each that it took. Null:
 * there is none, or nobody can tell which belong together.
 */
export function inputBeside(run: RunDetail, path: string): ResultSource | null {
	if (run.kind === 'flow') return besideInFlow(run, path);
	const [stage] = run.stages;
	const isEach = stage?.type === 'processor' || stage?.type === 'transformer';
	const isPaired = run.stages.length === 1 && isEach && run.recordsIn === run.recordsOut && run.recordsIn > 0;
	const isOwn = fileOf(run, 'output') === path;
	return isPaired && isOwn && fileOf(run, 'input') !== null ? { kind: 'input', run: run.id } : null;
}

/** The same of a file that a flow wrote: each component between it and the one file that it came from gave a record for each. */
function besideInFlow({ id, request, stages, edges }: RunDetail, path: string): ResultSource | null {
	// What is replayed came from elsewhere.
	if (memberOf(request, 'replayed') !== undefined) return null;
	let at = stages.find(
		({ builtIn, config }) => builtIn === 'write-file' && memberOf(config, 'path') === path,
	)?.position;
	for (let steps = 0; steps < stages.length; steps++) {
		const [edge, ...others] = edges.filter(({ to }) => to === at);
		const giver = stages.find(({ position }) => position === edge?.from);
		if (edge?.port !== 'out' || giver === undefined || others.length > 0) return null;
		const { builtIn, type, config, recordsIn, recordsOut } = giver;
		const read = memberOf(config, 'path');
		if (builtIn === 'read-file') return typeof read === 'string' ? { kind: 'input', run: id, path: read } : null;
		const isEach = type === 'processor' || type === 'transformer';
		if (!isEach || recordsIn !== recordsOut || recordsIn === 0) return null;
		at = giver.position;
	}
	return null;
}

function fileOf({ request }: RunDetail, name: 'input' | 'output'): string | null {
	const place = memberOf(request, name);
	const path = memberOf(place, 'path');
	return memberOf(place, 'kind') === 'file' && typeof path === 'string' ? path : null;
}

function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
	return (value as { readonly [key: string]: JsonValue })[name];
}
