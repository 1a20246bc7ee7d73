import type { FlowProblem } from '../../../shared/api/flow-routes.ts';
import type { RouteOutput, RouteParsed } from '../../../shared/api/routes.ts';
import { DataFlareError, type JsonValue } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { RunDetail } from '../../../shared/run/run.ts';
import { newRunId } from '../../../shared/run/run-id.ts';
import { batchOf } from '../../../shared/sandbox/batch.ts';
import type { WhichAside } from '../../store/flows/aside-rows.ts';
import type { QuarantineStore } from '../../store/flows/quarantine-store.ts';
import { checkPlaced } from '../check/check-flow.ts';
import { type Found, toProblem } from '../check/problem.ts';
import type { FlowReader } from '../io/flow-io.ts';
import { flowOf } from '../resume/flow-of.ts';
import type { ResumeDeps } from '../resume/resume-flow.ts';
import { recordedFlow } from '../run/record/recorded-components.ts';
import { notRunnable } from '../run/start/run-flow.ts';
import { startFlow } from '../run/start/start-flow.ts';
import { claimAside } from './claim-records.ts';
import { foundAside } from './found-aside.ts';
import { ReplayedFiles, type ReplayPlan, replayPlan } from './replay-plan.ts';

const PAGE = 1000;
const PAGE_BYTES = 1024 * 1024;

/** Of all that this program does. */
const files = new ReplayedFiles();

interface Replay {
	readonly flow: string;
	readonly component: string;
	readonly records: number;
	/** The whole flow, as it is kept with runs. */
	readonly recorded: JsonValue;
	readonly replay: ReplayPlan | null;
	readonly found: readonly Found[];
	/** Those that were there when it was asked for: what is set aside by the replay itself is not among them. */
	readonly which: WhichAside;
}

/** What replaying records would do. */
export async function previewReplay(
	deps: ResumeDeps,
	{ which }: RouteParsed<'quarantine.preview'>,
): Promise<RouteOutput<'quarantine.preview'>> {
	const { flow, component, records, replay, found } = await planReplay(deps, which, {
		isTaken: (path) => files.isTaken(path),
		take: () => undefined,
	});
	return {
		records,
		flow,
		component,
		writes: replay?.writes ?? [],
		problems: found.map((each): FlowProblem => toProblem(each)),
	};
}

/**
 * Puts records through their component once more, and on from there, as a run of its own. Only once that ended well do
 * they count as replayed; what fails again is set aside again. Rejects with `conflict` where another run replays one of
 * them at this moment, or (without `again`) has.
 */
export async function replayAside(
	deps: ResumeDeps,
	{ which: chosen, again, ...asked }: RouteParsed<'quarantine.replay'>,
): Promise<RunDetail> {
	const { replay, found, which, component, recorded } = await planReplay(deps, chosen, files);
	if (replay === null) throw notRunnable(found);
	const { quarantine } = deps.store;
	const runId = asked.runId ?? newRunId();
	let claimed = 0;
	try {
		// Where they are somebody else's already, no run need begin.
		await claimAside(quarantine, which, { run: null, again });
		return await startFlow(deps, replay.plan, { ...asked, runId }, null, {
			component,
			flow: recorded,
			readers: new Map([[replay.reader, () => readAside(quarantine, { claimedBy: runId }, claimed)]]),
			async claim(signal) {
				claimed = await claimAside(quarantine, which, { run: runId, again }, signal);
			},
		});
	} catch (error) {
		// They are still set aside as they were.
		quarantine.remove({ filter: { runId, replayed: true } });
		throw error;
	} finally {
		files.letGo(replay);
	}
}

function gone(records: number): DataFlareError {
	return new DataFlareError('conflict', `${records} of these records were deleted before they were replayed.`, {
		details: because('set_aside_gone'),
		hint: 'Choose among those that are left.',
	});
}

async function planReplay(
	deps: ResumeDeps,
	asked: RouteParsed<'quarantine.preview'>['which'],
	names: Parameters<typeof replayPlan>[2],
): Promise<Replay> {
	const { quarantine } = deps.store;
	const chosen = await foundAside(quarantine, asked);
	const newest = quarantine.newest(chosen);
	const [place, other] = quarantine.places(chosen);
	if (newest === null || place === undefined)
		throw refused('set_aside_none', 'There are no such records.', 'Change the filter.');
	if (other !== undefined) {
		throw refused(
			'set_aside_mixed',
			'Records of one component of one flow are replayed at once, and these are of several.',
			'Choose records of one component.',
		);
	}
	const which = 'filter' in chosen ? { filter: chosen.filter, upTo: newest.id } : chosen;
	const told = { ...place, records: quarantine.count(which), which };
	const flow = flowOf(deps.requireRun(newest.run));
	if (flow === null) {
		throw refused(
			'set_aside_none',
			`Run ${newest.run} does not hold the flow that it ran any more.`,
			'Export the records, and read them with another flow.',
		);
	}
	const { plan, found } = await checkPlaced(deps.check, { flow, folder: null });
	const replay = plan === null ? null : await replayPlan(plan, place.component, names);
	return { ...told, recorded: plan === null ? null : recordedFlow(plan), replay, found };
}

function refused(reason: 'set_aside_none' | 'set_aside_mixed', message: string, hint: string): DataFlareError {
	return new DataFlareError('invalid_input', message, { details: because(reason), hint });
}

/** So many records as they are set aside, oldest first. Rejects with `conflict` where some are deleted before they were read. */
function readAside(quarantine: QuarantineStore, which: WhichAside, records: number): Promise<FlowReader> {
	let last = 0;
	let bytesRead = 0;
	let left = records;
	return Promise.resolve({
		totalBytes: 0,
		get bytesRead() {
			return bytesRead;
		},
		async next() {
			const page = quarantine.after(which, last, PAGE, PAGE_BYTES);
			if (page.length === 0 && left > 0) throw gone(left);
			if (page.length === 0) return null;
			left -= page.length;
			last = page.at(-1)?.id ?? last;
			const batch = batchOf(
				page.map(({ record }) => record),
				page.every(({ isText }) => isText) ? 1 : 0,
			);
			bytesRead += batch.data.length;
			return batch;
		},
		position: () => ({ at: last }),
		close: () => Promise.resolve(),
	});
}
