import { resolve } from 'node:path';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import type { CaseDifference, CaseResult, CaseStatus, TestAnswer } from '../../../shared/plugin/authoring/authoring.ts';
import type { Session } from '../../session/session.ts';
import { counted, formatDuration } from '../../text/format.ts';
import { type Cell, numeric, type Tone } from '../../text/table.ts';

export interface TestFlags {
	readonly update?: boolean;
	readonly grant?: string;
}

/** `plugin test`: 1 where a case failed, or says nothing of what is to come out. */
export async function test(session: Session, where: string, flags: TestFlags): Promise<number> {
	const tested = await session.ask('authoring.test', {
		folder: resolve(where),
		update: flags.update === true,
		grant: flags.grant === 'requested' ? 'asked' : 'own',
	});
	session.result(tested, () => showTest(session, tested));
	return isGood(tested) ? 0 : 1;
}

const isGood = ({ counts }: TestAnswer): boolean => counts.failed + counts.unsaid === 0;

const statusText: Readonly<Record<CaseStatus, readonly [text: string, tone: Tone]>> = {
	passed: ['passed', 'good'],
	failed: ['failed', 'bad'],
	recorded: ['recorded', 'warn'],
	unsaid: ['nothing expected', 'warn'],
};

export function showTest(session: Session, { cases, counts, ms }: TestAnswer): void {
	const statusCell = ({ status }: CaseResult): Cell => {
		const [text, tone] = statusText[status];
		return { text, tone };
	};
	session.table(
		['CASE', 'RESULT', numeric('TIME')],
		cases.map((each) => [each.name, statusCell(each), formatDuration(each.ms)]),
	);
	for (const { file, differences, status, outcome } of cases) {
		if (status === 'failed') {
			session.say(`${file}:`);
			for (const each of differences) session.say(`  ${expectedText(each)}`);
		}
		if (status === 'unsaid') {
			session.say(`${file}: ${short(outcome as JsonValue)}`);
			session.note('  --update writes this into the file, as what is expected from now on.');
		}
	}
	const { passed, failed, recorded, unsaid } = counts;
	const rest = [
		...(failed > 0 ? [`${failed} failed`] : []),
		...(recorded > 0 ? [`${recorded} recorded`] : []),
		...(unsaid > 0 ? [`${unsaid} without an expectation`] : []),
	];
	const of = `${passed} of ${counted(cases.length, 'case')} passed`;
	session.confirm(`${[of, ...rest].join(', ')} in ${formatDuration(ms)}.`);
}

function expectedText({ at, expected, actual }: CaseDifference): string {
	return `${at}: expected ${short(expected)}, got ${short(actual)}`;
}

/** What became another from one build to the next. */
export function changeText({ at, expected, actual }: CaseDifference): string {
	return `${at}: was ${short(expected)}, is ${short(actual)}`;
}

const MOST_LETTERS = 200;

function short(value: JsonValue | undefined): string {
	if (value === undefined) return 'nothing';
	const text = JSON.stringify(value);
	return text.length <= MOST_LETTERS ? text : `${text.slice(0, MOST_LETTERS - 1)}…`;
}
