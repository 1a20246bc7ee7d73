import { ports } from '../../../shared/flow/flow-file.ts';
import type { RunEdge } from '../../../shared/run/run-edge.ts';
import { oneOf } from '../rows/one-of.ts';
import { previewColumn } from '../rows/row-schemas.ts';
import { type Damage, readable } from './run-stage-rows.ts';

export interface EdgeRow {
	readonly giver: number;
	readonly port: string;
	readonly taker: number;
	readonly records: number;
	readonly bytes: number;
	readonly sample: string | null;
}

/** Never throws. A port that a newer version knows, and this one does not, is left out. */
export function toEdge(row: EdgeRow, what: string, damage: Damage): readonly RunEdge[] {
	const port = oneOf(ports, row.port, null);
	if (port === null) return [];
	const { giver: from, taker: to, records, bytes } = row;
	return [{ from, port, to, records, bytes, sample: readable(previewColumn, row.sample, what, damage) }];
}
