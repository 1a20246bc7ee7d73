import { setImmediate as turn } from 'node:timers/promises';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { MOST_AT_ONCE, type WhichAside } from '../../store/flows/aside-rows.ts';
import type { Claim, ClaimedPiece, QuarantineStore } from '../../store/flows/quarantine-store.ts';

/**
 * Makes records a run's to replay, a piece after the other, between which somebody else has a turn; answers how many.
 * Rejects with `conflict` where another run has one of them or, without `again`, has replayed one: what was made the run's
 * by then is so until it ends.
 */
export async function claimAside(
	quarantine: Pick<QuarantineStore, 'claimSome'>,
	which: WhichAside,
	claim: Claim,
	signal?: AbortSignal,
): Promise<number> {
	let claimed = 0;
	for (const piece of pieces(quarantine, which, claim)) {
		if (piece.other !== null) throw taken(piece.other);
		claimed += piece.claimed;
		await turn();
		signal?.throwIfAborted();
	}
	return claimed;
}

function* pieces(
	quarantine: Pick<QuarantineStore, 'claimSome'>,
	which: WhichAside,
	claim: Claim,
): Generator<ClaimedPiece> {
	if ('ids' in which) {
		for (let at = 0; at < which.ids.length; at += MOST_AT_ONCE) {
			yield quarantine.claimSome({ ids: which.ids.slice(at, at + MOST_AT_ONCE) }, 0, claim);
		}
		return;
	}
	for (let behind: number | null = 0; behind !== null; ) {
		const piece: ClaimedPiece = quarantine.claimSome(which, behind, claim);
		yield piece;
		behind = piece.last;
	}
}

function taken({ run, isUnderWay }: { readonly run: string; readonly isUnderWay: boolean }): DataFlareError {
	return isUnderWay
		? new DataFlareError('conflict', `Run ${run} replays one of these records at this moment.`, {
				details: because('set_aside_taken', { run }),
				hint: 'Wait for its end, or choose others.',
			})
		: new DataFlareError('conflict', `One of these records was replayed already, by run ${run}.`, {
				details: because('set_aside_replayed', { run }),
				hint: 'Choose records that were not, or replay it once more.',
			});
}
