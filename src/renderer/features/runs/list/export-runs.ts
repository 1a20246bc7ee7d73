import type { RunExportFormat } from '../../../../shared/api/run-routes.ts';
import type { TextFile } from '../../../../shared/face/bridge.ts';
import type { RunFilters } from '../../../../shared/run/run.ts';
import type { Ask } from '../../../client/engine.tsx';

/** Runs named one by one, or all that fit. */
export type Target = { readonly ids: readonly string[] } | { readonly query: RunFilters };

/** A format, or CSV without a byte order mark. */
export type ExportKind = RunExportFormat | 'plainCsv';

const PER_PART = 5000;

/** The whole export as a file in parts; null: it was given up. `onRuns` hears how many runs it holds by now, about. */
export async function collectExport(
	ask: Ask,
	kind: ExportKind,
	target: Target,
	onRuns: (runs: number) => void,
	signal: AbortSignal,
): Promise<TextFile | null> {
	const which = 'ids' in target ? { ids: [...target.ids] } : { query: target.query };
	const how = kind === 'plainCsv' ? ({ format: 'csv', bom: false } as const) : { format: kind };
	const text: string[] = [];
	let cursor: number | undefined;
	for (;;) {
		const part = await ask('runs.export', { ...how, ...which, limit: PER_PART, cursor });
		if (signal.aborted) return null;
		text.push(part.text);
		onRuns(text.length * PER_PART);
		if (part.cursor === null) return { text, name: part.fileName, type: part.mediaType };
		cursor = part.cursor;
	}
}
