import type { JsonValue } from '../../../../shared/errors/errors.ts';
import type { RunDetail, RunStage } from '../../../../shared/run/run.ts';
import { placeOf, requestOf } from '../detail/request.ts';

type ValueKind = 'text' | 'code' | 'count' | 'bytes' | 'ms' | 'status' | 'errorCode' | 'grant';
type CompareKey =
	| 'what'
	| 'function'
	| 'status'
	| 'error'
	| 'version'
	| 'hash'
	| 'grant'
	| 'config'
	| 'input'
	| 'output'
	| 'format'
	| 'batch'
	| 'recordsIn'
	| 'recordsOut'
	| 'bytesIn'
	| 'bytesOut'
	| 'hostCalls'
	| 'denials'
	| 'memory'
	| 'duration'
	| 'inside';

export interface CompareRow {
	readonly key: CompareKey;
	/** The plugin that it is about, in a chain. */
	readonly plugin: string | null;
	readonly kind: ValueKind;
	/** Null: it has none. */
	readonly left: string | number | null;
	readonly right: string | number | null;
	readonly same: boolean;
	/** Right to left, where both are numbers above zero. */
	readonly ratio: number | null;
}

interface CompareGroup {
	readonly group: 'outcome' | 'settings' | 'counts' | 'times';
	readonly rows: readonly CompareRow[];
}

/** Two runs side by side. Stages that stand at the same place are compared with each other. */
export function compareRuns(left: RunDetail, right: RunDetail): readonly CompareGroup[] {
	const both = <V extends string | number | null>(
		key: CompareKey,
		kind: ValueKind,
		value: (run: RunDetail) => V,
		plugin: string | null = null,
	): CompareRow => rowOf(key, kind, value(left), value(right), plugin);
	const stages = stageRows(left, right);
	const numbers: readonly (readonly [CompareKey, ValueKind, keyof RunDetail])[] = [
		['recordsIn', 'count', 'recordsIn'],
		['recordsOut', 'count', 'recordsOut'],
		['bytesIn', 'bytes', 'bytesIn'],
		['bytesOut', 'bytes', 'bytesOut'],
		['hostCalls', 'count', 'hostCalls'],
		['denials', 'count', 'denials'],
		['memory', 'bytes', 'peakMemoryBytes'],
	];
	return [
		{
			group: 'outcome',
			rows: [
				both('status', 'status', ({ status }) => status),
				both('error', 'errorCode', ({ error }) => error?.code ?? null),
			],
		},
		{
			group: 'settings',
			rows: [
				both('what', 'text', ({ label }) => label),
				both('function', 'code', ({ fn }) => fn),
				...stages('version', 'text', ({ version }) => version),
				...stages('hash', 'code', ({ versionHash }) => versionHash.slice(0, 12)),
				...stages('grant', 'grant', ({ grantVersion }) => grantVersion),
				...stages('config', 'code', ({ config }) => stable(config)),
				...placeRows(both),
			].filter(({ left: one, right: other }) => one !== null || other !== null),
		},
		{ group: 'counts', rows: numbers.map(([key, kind, name]) => both(key, kind, (run) => run[name] as number)) },
		{
			group: 'times',
			rows: [
				both('duration', 'ms', ({ durationMs }) => durationMs),
				...stages('inside', 'ms', ({ busyMs }) => (busyMs > 0 ? busyMs : null)),
			],
		},
	];
}

function placeRows(
	both: (key: CompareKey, kind: ValueKind, value: (run: RunDetail) => string | number | null) => CompareRow,
) {
	const of = (name: 'input' | 'output') => (run: RunDetail) => placeOf(requestOf(run.request)[name])?.path ?? null;
	const plain = (name: 'format' | 'batch') => (run: RunDetail) => {
		const value = requestOf(run.request)[name];
		return typeof value === 'string' || typeof value === 'number' ? value : null;
	};
	return [
		both('input', 'code', of('input')),
		both('output', 'code', of('output')),
		both('format', 'code', plain('format')),
		both('batch', 'count', plain('batch')),
	];
}

function stageRows(left: RunDetail, right: RunDetail) {
	const length = Math.max(left.stages.length, right.stages.length);
	return (
		key: CompareKey,
		kind: ValueKind,
		value: (stage: RunStage) => string | number | null,
	): readonly CompareRow[] =>
		Array.from({ length }, (_, index) => {
			const [one, other] = [left.stages[index], right.stages[index]];
			const names = [...new Set([one?.plugin, other?.plugin].filter((name) => name !== undefined))];
			return rowOf(
				key,
				kind,
				one === undefined ? null : value(one),
				other === undefined ? null : value(other),
				length === 1 ? null : names.join(' / '),
			);
		});
}

function rowOf(
	key: CompareKey,
	kind: ValueKind,
	left: string | number | null,
	right: string | number | null,
	plugin: string | null,
): CompareRow {
	const ratio =
		typeof left === 'number' && typeof right === 'number' && left > 0 && right > 0 && kind !== 'grant'
			? right / left
			: null;
	return { key, kind, left, right, plugin, same: left === right, ratio };
}

/** The same configuration is the same text, in whatever order its keys were written. */
function stable(value: JsonValue): string {
	return JSON.stringify(sorted(value), null, 2);
}

function sorted(value: JsonValue): JsonValue {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.toSorted(([one], [other]) => (one < other ? -1 : 1))
			.map(([name, inner]) => [name, sorted(inner as JsonValue)]),
	);
}
