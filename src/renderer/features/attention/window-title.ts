/** One of the runs that go on, as the title tells it. */
export interface RunningTold {
	readonly label: string;
	/** Of 1; null: not known. */
	readonly share: number | null;
}

interface Words {
	percent(share: number): string;
	/** One that says nothing of how far it is. */
	running(label: string): string;
	several(count: number): string;
}

/** Of a run's name, so that the beginning of the screen's can be seen; characters. */
const MAX_LABEL = 40;

/** The window's title: what runs first, since a tab has room for little, then the screen, then the program. */
export function windowTitle(screen: string, running: readonly RunningTold[], words: Words): string {
	const parts = [...runningPart(screen, running, words), ...(screen === '' ? [] : [screen])];
	return [...(parts.length === 0 ? [] : [parts.join(' · ')]), 'DataFlare'].join(' – ');
}

function runningPart(screen: string, running: readonly RunningTold[], words: Words): readonly string[] {
	const [one] = running;
	if (one === undefined) return [];
	if (running.length > 1) {
		const share = shareOf(running);
		return [...(share === null ? [] : [words.percent(share)]), words.several(running.length)];
	}
	const label = one.label.slice(0, MAX_LABEL);
	if (one.share === null) return [words.running(label)];
	// The page of the run itself begins with its name.
	return screen.startsWith(label) ? [words.percent(one.share)] : [words.percent(one.share), label];
}

/** How far all of them are together, of 1, by those that tell; null: none does. */
export function shareOf(running: readonly RunningTold[]): number | null {
	const known = running.flatMap(({ share }) => share ?? []);
	return known.length === 0 ? null : known.reduce((sum, share) => sum + share, 0) / known.length;
}
