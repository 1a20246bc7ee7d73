import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { keptParts, keptWhys, type RunKeeping, type RunKept } from '../../../shared/run/kept.ts';
import { fromColumn } from '../rows/json-column.ts';

/** A part or a reason that is not known here, a newer version wrote: the part stands as kept. */
const why = z.enum(keptWhys).catch('kept');
const keepingColumn: z.ZodType<RunKeeping> = z.object({
	input: why,
	output: why,
	values: why,
	logs: why,
	targets: why,
});

interface Sum {
	readonly bytes: number;
	readonly items: number;
}

interface HoldingRow {
	readonly row: number;
	readonly keeping: string | null;
	readonly input: number;
	readonly output: number;
	readonly request: number;
	readonly error: number;
}

/** Null: it was not noted, or cannot be read. */
export function keepingOf(text: string | null): RunKeeping | null {
	if (text === null) return null;
	try {
		return fromColumn(keepingColumn, text, 'what is kept');
	} catch {
		return null;
	}
}

/** What the history holds of a run, measured where it lies: no text is read. Null: there is no such run. */
export function whatIsKept(database: Database): (id: string) => Omit<RunKept, 'largeOutputBytes'> | null {
	const ofRun = database.prepare<[string], HoldingRow>(
		`SELECT row, keeping, coalesce(octet_length(input_preview), 0) AS input, coalesce(octet_length(output_preview), 0) AS output,
		 octet_length(request) AS request, coalesce(octet_length(error), 0) AS error FROM runs WHERE id = ?`,
	);
	const sumOf = (table: string, size: string) =>
		database.prepare<[number], Sum>(
			`SELECT coalesce(sum(${size}), 0) AS bytes, count(*) AS items FROM ${table} WHERE row = ?`,
		);
	const logs = sumOf('run_logs', 'octet_length(message)');
	const denials = sumOf('run_denials', 'octet_length(target)');
	const hostCalls = sumOf('run_host_calls', 'octet_length(target)');
	const edges = sumOf('run_edges', 'octet_length(sample)');
	const aside = sumOf('quarantined_records', 'octet_length(record)');
	const whyAside = sumOf('quarantined_records', 'octet_length(error)');
	const saved = sumOf(
		'(SELECT r.row, p.state, p.state_bytes FROM flow_checkpoint_parts p JOIN runs r ON r.id = p.run)',
		'coalesce(state_bytes, octet_length(state))',
	);
	const stages = sumOf('run_stages', "octet_length(iif(json_valid(stage), stage ->> '$.config', ''))");
	const empty = { bytes: 0, items: 0 };
	return (id) => {
		const run = ofRun.get(id);
		if (run === undefined) return null;
		const keeping = keepingOf(run.keeping);
		const [lines, refused, asked, configs, samples, records, reasons, states] = [
			logs,
			denials,
			hostCalls,
			stages,
			edges,
			aside,
			whyAside,
			saved,
		].map((statement) => statement.get(run.row) ?? empty) as [Sum, Sum, Sum, Sum, Sum, Sum, Sum, Sum];
		const sizes = {
			input: { bytes: run.input + samples.bytes + records.bytes + states.bytes, items: records.items },
			output: { bytes: run.output, items: 0 },
			values: { bytes: run.request + configs.bytes, items: 0 },
			logs: { bytes: lines.bytes + run.error + reasons.bytes, items: lines.items },
			targets: { bytes: refused.bytes + asked.bytes, items: refused.items + asked.items },
		};
		const parts = Object.fromEntries(
			keptParts.map((part) => {
				const reason = keeping?.[part] ?? null;
				return [part, { why: reason, ...(reason === 'forgotten' ? empty : sizes[part]) }];
			}),
		) as RunKept['parts'];
		return { parts };
	};
}
