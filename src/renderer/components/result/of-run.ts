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
	const [stage] = run.stages;
	const isEach = stage?.type === 'processor' || stage?.type === 'transformer';
	const isPaired = run.stages.length === 1 && isEach && run.recordsIn === run.recordsOut && run.recordsIn > 0;
	const isOwn = fileOf(run, 'output') === path;
	return isPaired && isOwn && fileOf(run, 'input') !== null ? { kind: 'input', run: run.id } : null;
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
