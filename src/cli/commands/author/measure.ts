import { resolve } from 'node:path';
import type { BenchFigures } from '../../../shared/plugin/authoring/authoring.ts';
import type { Session } from '../../session/session.ts';
import { formatBytes, formatCount, formatDuration, formatMemory } from '../../text/format.ts';
import { numeric } from '../../text/table.ts';

export interface BenchFlags {
	readonly against?: string;
	readonly records?: number;
	readonly grant?: string;
}

/** `plugin bench`. */
export async function bench(session: Session, path: string, flags: BenchFlags): Promise<void> {
	const answer = await session.ask('authoring.bench', {
		path: resolve(path),
		grant: flags.grant === 'requested' ? 'asked' : 'own',
		...(flags.against === undefined ? {} : { against: resolve(flags.against) }),
		...(flags.records === undefined ? {} : { records: flags.records }),
	});
	const { now, before, againstPath } = answer;
	session.result(answer, () => {
		const compared = before === null ? [] : [numeric('BEFORE'), numeric('CHANGE')];
		session.table(
			['', numeric('NOW'), ...compared],
			figures.map(({ title, of, text }) => [
				title,
				text(of(now)),
				...(before === null ? [] : [text(of(before)), change(of(before), of(now))]),
			]),
		);
		if (againstPath !== null) session.note(`before: ${againstPath}`);
		else session.note('Nothing to compare with: pack a version first, or use --against.');
	});
}

interface Figure {
	readonly title: string;
	readonly of: (figures: BenchFigures) => number | null;
	readonly text: (value: number | null) => string;
}

const orNone =
	(text: (value: number) => string) =>
	(value: number | null): string =>
		value === null ? '—' : text(value);
const whole = orNone((value) => formatCount(Math.round(value)));

const figures: readonly Figure[] = [
	{ title: 'records per second', of: ({ recordsPerSecond }) => recordsPerSecond, text: whole },
	{ title: 'calls per second', of: ({ callsPerSecond }) => callsPerSecond, text: whole },
	{ title: 'cold start', of: ({ coldStartMs }) => coldStartMs, text: orNone(formatDuration) },
	{ title: 'memory', of: ({ peakMemoryBytes }) => peakMemoryBytes, text: orNone(formatMemory) },
	{ title: 'module', of: ({ moduleBytes }) => moduleBytes, text: orNone(formatBytes) },
];

function change(before: number | null, now: number | null): string {
	if (before === null || now === null || before === 0) return '—';
	const percent = Math.round((now / before - 1) * 100);
	return `${percent > 0 ? '+' : ''}${percent} %`;
}
