import { afterEach } from 'vitest';
import { EventBus } from '../../../src/core/program/event-bus.ts';
import { OthersWrites } from '../../../src/core/program/others-writes.ts';
import { openStore } from '../../../src/core/store/open-store.ts';
import { type EventName, eventNames } from '../../../src/shared/api/events.ts';
import { scratchFolder } from './scratch.ts';
import { eventually } from './scratch-core.ts';

const ends: (() => void)[] = [];
let files = 0;

/** Two programs on one history, of which the first hears of the other. */
function twoPrograms(folder: string, quietMs?: number) {
	const file = `${folder}/${files++}.db`;
	const [mine, theirs] = [openStore({ file }), openStore({ file })];
	const bus = new EventBus();
	const told: [EventName, unknown][] = [];
	for (const name of eventNames) bus.on(name, (payload) => told.push([name, payload]));
	let looks = 0;
	let reads = 0;
	let woken = 0;
	const asked: [string, string][] = [];
	let canEnd = true;
	const others = new OthersWrites({
		marks: {
			...mine.marks,
			all(kind) {
				reads += 1;
				return mine.marks.all(kind);
			},
		},
		othersVersion() {
			looks += 1;
			return mine.othersVersion();
		},
		plugin: (name) => mine.plugins.get(name),
		live: mine.live,
		endRun(id, how) {
			asked.push([id, how]);
			return canEnd;
		},
		bus,
		wake: () => woken++,
		everyMs: 5,
		quietMs,
	});
	ends.push(
		() => others.close(),
		() => mine.close(),
		() => theirs.close(),
	);
	return {
		file,
		mine,
		theirs,
		bus,
		reads: () => reads,
		woken: () => woken,
		asked,
		setCanEnd(can: boolean) {
			canEnd = can;
		},
		/** What is told some looks later, but that something was written. */
		async news(): Promise<readonly (readonly [EventName, unknown])[]> {
			const before = looks;
			await eventually(async () => looks > before + 2);
			return told.splice(0).filter(([name]) => name !== 'history.written');
		},
	};
}

/** For each test file: opens two programs, which are closed after the test, as what else is put among `ends`. */
export function scratchPrograms(): {
	readonly twoPrograms: (quietMs?: number) => ReturnType<typeof twoPrograms>;
	readonly ends: (() => void)[];
} {
	const folder = scratchFolder();
	afterEach(() => {
		for (const end of ends.splice(0)) end();
	});
	return { twoPrograms: (quietMs) => twoPrograms(folder.path, quietMs), ends };
}
