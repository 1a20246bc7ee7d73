import { resolve } from 'node:path';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import type { CaseDifference, CaseResult, CaseStatus, TestAnswer } from '../../../shared/plugin/authoring/authoring.ts';
import { type KnownVersion, titleOf } from '../../../shared/plugin/version-use.ts';
import { namedVersion } from '../../session/named-version.ts';
import type { Session } from '../../session/session.ts';
import { counted, formatDuration } from '../../text/format.ts';
import { type Cell, numeric, type Tone } from '../../text/table.ts';

export interface TestFlags {
	readonly update?: boolean;
	readonly grant?: string;
	readonly since?: string;
}

/**
 * `plugin test`: 1 where a case failed, or says nothing of what is to come out. What comes out otherwise than from the version
 * that `--since` names is told, and no failure.
 */
export async function test(session: Session, where: string, flags: TestFlags): Promise<number> {
	const folder = resolve(where);
	const version = flags.since === undefined ? null : await versionSince(session, folder, flags.since);
	const tested = await session.ask('authoring.test', {
		folder,
		...(version === null ? {} : { since: version.sha256, sinceManifest: version.manifestSha256 }),
		update: flags.update === true,
		grant: flags.grant === 'requested' ? 'asked' : 'own',
	});
	session.result(tested, () => {
		showTest(session, tested);
		if (version !== null) showChanges(session, tested, version);
	});
	return isGood(tested) ? 0 : 1;
}

/** Of the installed plugin that has the name of the one in the folder. */
async function versionSince(session: Session, folder: string, wanted: string): Promise<KnownVersion> {
	const { manifest } = await session.ask('plugins.inspect', { target: folder });
	return namedVersion(manifest.name, await session.ask('plugins.versions', { name: manifest.name }), wanted);
}

function showChanges(session: Session, { cases }: TestAnswer, version: KnownVersion): void {
	const changed = cases.filter(({ changes }) => changes !== null && changes.length > 0);
	for (const { file, changes } of changed) {
		session.say(`${file}, since ${titleOf(version)}:`);
		for (const each of changes ?? []) session.say(`  ${changeText(each)}`);
	}
	session.confirm(
		changed.length === 0
			? `Everything comes out as from ${titleOf(version)}.`
			: `${counted(changed.length, 'case')} of ${cases.length} came out otherwise than from ${titleOf(version)}.`,
	);
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
