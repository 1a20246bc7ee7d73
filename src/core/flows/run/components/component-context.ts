import type { WireError } from '../../../../shared/errors/errors.ts';
import type { Batch } from '../../../../shared/sandbox/batch.ts';
import type { Account } from '../parcels/credits.ts';
import type { Pace } from '../parcels/pace.ts';
import type { Stirring } from '../parcels/stirring.ts';
import type { ComponentTally } from '../tally/component-tally.ts';
import type { Intake } from './intake.ts';
import type { Outlets } from './outlets.ts';
import type { Standstill } from './standstill.ts';

/** A record that a component could not take. */
export interface RefusedRecord {
	/** Among those that the component took, from 1. */
	readonly number: number;
	readonly record: Uint8Array;
	/** Whether it is a line of text, as JSON is. */
	readonly isText: boolean;
	readonly error: WireError;
}

/** Who hears of what goes on in a flow's components. */
export interface ComponentListener {
	/** Records left a source, for the first time anybody sees them. */
	entered(position: number, batch: Batch): void;
	/** Records reached the place that they are for. */
	left(position: number, batch: Batch): void;
	/** A component could not take these; what is to be done about it is done when it resolves. */
	refused(position: number, records: readonly RefusedRecord[]): Promise<void>;
	/** Of a component that lost its state to a record: that number, from 1, is another record now, and it is not left out. */
	another(position: number, number: number): void;
	/** A component failed with that, and something that is under way keeps the flow from its end. */
	lingers(position: number, failure: unknown): void;
	/** Something was counted. */
	changed(): void;
}

/** What every component of a running flow has around it. */
export interface ComponentContext {
	readonly position: number;
	readonly name: string;
	readonly intake: Intake;
	readonly outlets: Outlets;
	readonly stirring: Stirring;
	readonly standstill: Standstill;
	/** Of all that it is connected with. */
	readonly pace: Pace;
	readonly tally: ComponentTally;
	/** What it has under way, in bytes. */
	readonly account: Account;
	readonly listener: ComponentListener;
	/** It goes no further, and so nobody does: the first to say so is told of. */
	readonly fail: (error: unknown) => void;
	/** It will fail with that, behind what it has to give before: whoever takes that may be slow, or nobody. */
	readonly failing: (error: unknown) => void;
	/** Comes when the whole flow, or this attempt at it, is over. */
	readonly signal: AbortSignal;
	/** Whether what came before a failure is still handed on. */
	readonly drains: boolean;
	/** Comes when sources are to give no more. */
	readonly finishing: AbortSignal;
}
