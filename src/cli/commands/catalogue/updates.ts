import type { Command } from 'commander';
import type { PluginUpdate, ReviewCause } from '../../../shared/api/catalogue-routes.ts';
import { toDataFlareError } from '../../../shared/errors/errors.ts';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { authorshipOf, type SigningKey } from '../../../shared/plugin/provenance.ts';
import type { SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import { inQuotes, quoted } from '../../../shared/quoted.ts';
import { examples } from '../../session/examples.ts';
import { ask } from '../../session/prompt.ts';
import { hashOf } from '../../session/reviewed.ts';
import { type Run, type Session, UsageError } from '../../session/session.ts';
import { formatBytes, formatTime } from '../../text/format.ts';
import { authorText } from '../../text/provenance-text.ts';
import { stateText } from '../../text/state-text.ts';
import { sourceOf, sourceOption } from './offers.ts';

interface UpdateFlags {
	readonly source?: string;
	readonly all?: boolean;
	readonly yes?: boolean;
	readonly reviewed?: string;
	readonly note?: string;
	readonly to?: string;
}

/** Why an update is left for a person to look at. */
const causeTexts: Readonly<Record<ReviewCause, string>> = {
	asks: 'asks for more than before',
	signer: 'another signer',
	major: 'major version',
	type: 'another type',
	state: 'not ready now',
	older: 'not newer',
};

export function addUpdateCommands(program: Command, run: Run): void {
	program
		.command('updates')
		.description('list what a source of packages has that is newer than what is installed')
		.option(...sourceOption)
		.addHelpText(...examples('updates --source ./packages', 'updates --json'))
		.action((flags: UpdateFlags) => run((session) => list(session, flags)));
	program
		.command('update')
		.description('update a plugin from a source of packages; its policy stays as it is unless you grant more')
		.argument('[plugin]')
		.argument('[version]', 'this version, whether newer or older; without it, the newest for this program')
		.option('--to <version>', 'the same, for going back to an older version on purpose')
		.option(...sourceOption)
		.option('--all', 'update every plugin whose update asks for nothing new and has the same signer')
		.option('-y, --yes', 'do not ask; grant nothing new')
		.option('--reviewed <sha256>', 'as --yes, if the package has this hash, as `updates --json` shows it')
		.option('--note <text>', 'reason, for the policy history')
		.addHelpText(
			...examples(
				'update csv-source --source ./packages',
				'update csv-source --to 1.2.0',
				'update --all --source https://example.com/plugins/index.json',
			),
		)
		.action((name: string | undefined, version: string | undefined, flags: UpdateFlags) =>
			run((session) => {
				if (name === undefined && flags.all === true && flags.to === undefined) return updateAll(session, flags);
				if (version !== undefined && flags.to !== undefined && version !== flags.to) {
					throw new UsageError('Two versions were named.', 'Name one, with or without --to.');
				}
				const to = flags.to ?? version;
				if (name !== undefined && flags.all !== true) return update(session, name, to, flags);
				throw new UsageError('What to update is not clear.', 'Name one plugin, or use --all.');
			}),
		);
}

async function list(session: Session, flags: UpdateFlags): Promise<void> {
	const answer = await session.ask('updates.list', sourceOf(flags));
	session.result(answer, () => {
		if (answer.updates.length === 0) {
			session.say('No plugins installed.');
			return;
		}
		session.table(
			['NAME', 'INSTALLED', 'OFFERED', { title: 'SIZE', align: 'right' }, 'PUBLISHED', 'STATE'],
			answer.updates.map((each) => [
				each.name,
				each.from ?? '—',
				each.to?.version ?? '—',
				each.to === null ? '—' : formatBytes(each.to.size),
				each.to?.publishedAt == null ? '—' : formatTime(each.to.publishedAt),
				{ text: shownState(each), tone: each.state === 'available' ? 'good' : 'plain' },
			]),
		);
	});
}

function shownState({ state, review, blocked, held, from, skipped }: PluginUpdate): string {
	switch (state) {
		case 'available':
			if (held) return `held at ${quoted(from ?? '')}`;
			return review.length === 0 ? 'available' : `wants review: ${review.map((cause) => causeTexts[cause]).join(', ')}`;
		case 'blocked':
			return blocked?.message ?? 'blocked';
		case 'current':
			return skipped.length === 0
				? 'up to date'
				: `up to date (skipped: ${skipped.map((version) => quoted(version)).join(', ')})`;
		case 'unknown':
			return 'not in this source';
	}
}

async function update(
	session: Session,
	name: string,
	version: string | undefined,
	flags: UpdateFlags,
): Promise<number> {
	const wanted = version === undefined ? {} : { version };
	const found = await session.ask('updates.find', { ...sourceOf(flags), name, ...wanted });
	const { to, held } = found;
	// The engine refuses it and says why, before anything is asked.
	if (held && found.state === 'available') await applyIt(session, flags, found, undefined);
	if (to === null || found.state === 'current') {
		session.result(found, () => session.say(`${name} ${quoted(found.from ?? '')}: ${shownState(found)}.`));
		return found.state === 'current' ? 0 : 1;
	}
	let grant: typeof to.asks | undefined;
	// What is blocked is refused by the engine, which says why.
	const reviewed = hashOf(flags.reviewed);
	if (flags.yes !== true && reviewed === undefined && found.state === 'available') {
		const keys = await session.ask('keys.list', {});
		showUpdate(session, found, keys);
		const choice =
			found.added.length > 0 ? 'y: yes, grant nothing new; a: yes, grant all it asks for; N: no [y/a/N]' : '[y/N]';
		const answer = await ask(
			session,
			`Update ${name} to ${quoted(to.version)}? ${choice} `,
			'Use --yes to skip the question, or look with `dataflare updates --json` first and pass its to.sha256 with --reviewed.',
		);
		if (found.added.length > 0 && ['a', 'all'].includes(answer)) grant = to.asks;
		else if (!['y', 'yes'].includes(answer)) {
			session.note(`${name} was not updated.`);
			return 1;
		}
	} else if (flags.yes === true && reviewed === undefined && found.review.includes('signer')) {
		throw new UsageError(
			`${name} ${quoted(to.version)} is signed by another key than its plugin was, or by none.`,
			'Leave out --yes to see who signed it, and decide; or look with `dataflare updates --json`, and use --reviewed.',
		);
	}
	const record = await applyIt(session, { ...flags, reviewed: reviewed ?? to.sha256 }, found, grant);
	session.result(record, () => {
		session.confirm(
			`${name} was updated from ${quoted(found.from ?? 'no version')} to ${quoted(to.version)}: ${stateText(record)}.`,
		);
		for (const { text } of record.warnings) session.note(`warning: ${text}`);
	});
	return 0;
}

function applyIt(
	session: Session,
	flags: UpdateFlags,
	{ name, to }: PluginUpdate,
	grant: SecurityPolicy | undefined,
): Promise<PluginRecord> {
	return session.ask('updates.apply', {
		...sourceOf(flags),
		name,
		...(to === null ? {} : { version: to.version, reviewed: flags.reviewed ?? to.sha256 }),
		...(grant === undefined ? {} : { grant }),
		...(flags.note === undefined ? {} : { note: flags.note }),
	});
}

/** What changes, in its author's words and in those of its policy. */
function showUpdate(
	session: Session,
	{ name, from, to, before, between, added, dropped, review, pinned }: PluginUpdate,
	keys: readonly SigningKey[],
): void {
	if (to === null) return;
	session.say(`${name}: ${quoted(from ?? 'no version')} to ${quoted(to.version)} (${formatBytes(to.size)})`, 'bold');
	if (to.publishedAt !== null) session.say(`Published ${formatTime(to.publishedAt)}`);
	for (const { version, notes } of between) {
		if (notes !== null) session.say(`Notes on ${quoted(version)}, in its author’s words: ${inQuotes(notes)}`);
	}
	if (review.includes('major')) session.say('  ! A major version: it may do other things than before.');
	if (review.includes('type') && before !== null)
		session.say(`  ! It is of another type: ${before.type} before, ${to.type} now.`);
	if (before !== null && before.abiVersion !== to.abiVersion)
		session.say(
			`  Plugin interface: ${before.abiVersion ?? 'not stated'} before, ${to.abiVersion ?? 'not stated'} now`,
		);
	if (review.includes('older')) session.say('  ! It is not newer than what is installed.');
	if (review.includes('state')) session.say('  ! The plugin is not ready now; the update makes it so.');
	session.say(`Signed by: ${authorText(authorshipOf(to.signer, keys))}`);
	if (review.includes('signer'))
		session.say(`  ! What is installed was signed otherwise: ${authorText(authorshipOf(pinned, keys))}`);
	for (const { risk, text } of added) session.say(`  ${risk === 'high' ? '!' : '-'} not granted: ${text}`);
	for (const { text } of dropped) session.say(`  no longer used: ${text}`);
	if (added.length + dropped.length === 0) session.say('It asks for what it is granted already.');
}

/** One that fails leaves the others to be updated; the exit code tells. */
async function updateAll(session: Session, flags: UpdateFlags): Promise<number> {
	const source = sourceOf(flags);
	const { updates } = await session.ask('updates.list', source);
	const available = updates.filter(({ state }) => state === 'available');
	const updated: { readonly name: string; readonly from: string | null; readonly to: string }[] = [];
	const failed: { readonly name: string; readonly why: ReturnType<ReturnType<typeof toDataFlareError>['toWire']> }[] =
		[];
	for (const { name, from, to, review, held } of available) {
		if (to === null || held || review.length > 0) continue;
		const note = flags.note === undefined ? {} : { note: flags.note };
		try {
			await session.ask('updates.apply', { ...source, name, version: to.version, ...note });
			updated.push({ name, from, to: to.version });
		} catch (error) {
			failed.push({ name, why: toDataFlareError(error).toWire() });
		}
	}
	const held = available.filter((each) => each.held);
	const waiting = available.filter((each) => !each.held && each.review.length > 0);
	session.result({ updated, failed, waiting, held }, () => {
		for (const { name, from, to } of updated)
			session.confirm(`${name} was updated from ${quoted(from ?? 'no version')} to ${quoted(to)}.`);
		for (const { name, why } of failed) session.say(`${name} was not updated: ${why.message}`);
		for (const each of waiting)
			session.note(`${each.name} ${shownState(each)}. See it with: dataflare update ${each.name}`);
		for (const each of held)
			session.note(`${each.name} is ${shownState(each)}. Release it with: dataflare unpin ${each.name}`);
		if (available.length === 0) session.say('Nothing to update.');
	});
	return failed.length > 0 ? 1 : 0;
}
