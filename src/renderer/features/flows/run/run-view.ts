import type { Preview } from '../../../../shared/run/preview.ts';
import type { RunDetail, RunStatus } from '../../../../shared/run/run.ts';
import type { ProgressSample } from '../../../lib/runs/run-progress.ts';
import type { ComponentId } from '../model/document.ts';

/** How far one component of a run is. */
export interface ComponentRun {
	readonly recordsIn: number;
	readonly recordsOut: number;
	/** That a filter let go, and that it could not take. */
	readonly recordsDropped: number;
	readonly recordsFailed: number;
	/** Per second, over the last moments; null: it is over. */
	readonly perSecond: number | null;
	/** Of the time, how much it worked: 0 to 1; null: it is not known. */
	readonly busyShare: number | null;
	/** Nothing came to it for a while, so it has no sandbox until something does. */
	readonly isResting: boolean;
	readonly hasFailed: boolean;
}

/** What went along a connection. */
export interface LinkRun {
	readonly records: number;
	/** bytes */
	readonly bytes: number;
	/** Per second, over the last moments; null: it is over. */
	readonly perSecond: number | null;
	/** Parcels that nobody took yet. */
	readonly waiting: number;
	/** Its first records; null: none is kept. */
	readonly sample: Preview | null;
}

/** A run of the flow, by what its components are here. */
export interface RunView {
	readonly id: string;
	readonly status: RunStatus;
	readonly run: RunDetail;
	readonly newest: ProgressSample | null;
	readonly components: ReadonlyMap<ComponentId, ComponentRun>;
	/** By `linkId`. */
	readonly links: ReadonlyMap<string, LinkRun>;
	/** The one that held the others up most; null: it is not known. */
	readonly slowest: ComponentId | null;
}
