/** What a program that was killed had reported, and what it had begun. */
export interface Ledger {
	/** Ids of the runs that were reported finished since the last check, with how. */
	readonly runs: Map<string, string>;
	/** For each plugin of the installer: the versions that may be found; -1: not there. */
	readonly plugins: Map<string, ReadonlySet<number>>;
	/** Installations and removals that were under way. */
	readonly underWay: Set<string>;
	/** Output files: whether they were reported written. */
	readonly outputs: Map<string, boolean>;
	/** The last grant of `steady` that was reported: version and time limit. */
	granted: readonly [version: number, time: number] | null;
	/** What `preview_bytes` may be: the last that was reported, or a later one that was not. */
	setting: number | null;
	furnished: boolean;
	readonly problems: string[];
}

export function newLedger(): Ledger {
	return {
		runs: new Map(),
		plugins: new Map(),
		underWay: new Set(),
		outputs: new Map(),
		granted: null,
		setting: null,
		furnished: false,
		problems: [],
	};
}

/** Enters one whole line of the child's report. */
export function enter(ledger: Ledger, line: string): void {
	const [kind, first = '', second = '', ...rest] = line.split(' ');
	switch (kind) {
		case 'run':
			ledger.runs.set(first, second);
			return;
		case 'stream':
			ledger.outputs.set(first, false);
			return;
		case 'streamed':
			ledger.outputs.set(first, true);
			return;
		case 'installing':
			ledger.plugins.set(first, new Set([...(ledger.plugins.get(first) ?? [-1]), Number(second)]));
			ledger.underWay.add(first);
			return;
		case 'installed':
			ledger.plugins.set(first, new Set([Number(second)]));
			ledger.underWay.delete(first);
			return;
		case 'uninstalling':
			ledger.plugins.set(first, new Set([...(ledger.plugins.get(first) ?? []), -1]));
			ledger.underWay.add(first);
			return;
		case 'uninstalled':
			ledger.plugins.set(first, new Set([-1]));
			ledger.underWay.delete(first);
			return;
		case 'granted':
			ledger.granted = [Number(second), Number(rest[0])];
			return;
		case 'setting':
			ledger.setting = Number(first);
			return;
		case 'furnished':
			ledger.furnished = true;
			return;
		case 'problem':
			ledger.problems.push(`the program itself: ${line.slice(8)}`);
	}
}
