import type { InspectAnswer } from '../../shared/api/plugin-routes.ts';
import { isOptional, reasonFor } from '../../shared/plugin/words/asked-for.ts';
import type { Ask } from '../../shared/policy/ask.ts';
import { policyLimits } from '../../shared/policy/policy-limits.ts';
import { type EntryList, powerOfSubject, powers } from '../../shared/policy/powers.ts';
import { inQuotes } from '../../shared/quoted.ts';
import type { Session } from '../session/session.ts';

/** What a plugin asks for, riskiest first, each with its author's reason in `language`, and what it works without. */
export function showRequests(session: Session, found: InspectAnswer, language: string): void {
	const { asks, mismatches, change, installed, source, manifest } = found;
	const marks =
		asks.some(({ risk }) => risk === 'high') || mismatches.length > 0 ? ' (! marks what could do harm)' : '';
	session.say(asks.length === 0 ? 'It asks for nothing.' : `It asks for${marks}:`);
	// Of what is installed nothing is new: it is granted, or it is not.
	const isInstalled = installed?.folder === source;
	const lacking = new Set(isInstalled ? change?.added.map(({ text }) => text) : []);
	for (const ask of asks) {
		const { risk, text } = ask;
		const list = listOf(ask);
		const notes = [
			...(list !== null && isOptional(manifest, list, ask.entry) ? ['optional'] : []),
			...(lacking.has(text) ? ['not granted'] : []),
		];
		session.say(`  ${risk === 'high' ? '!' : '-'} ${text}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`);
		const field = list ?? limitOf(ask);
		const reason = field === null ? undefined : reasonFor(manifest, field, ask.entry, language);
		if (reason !== undefined) session.say(`      its author’s reason: ${inQuotes(reason)}`);
	}
	for (const { text } of mismatches) session.say(`  ! ${text}`);
	if (change === null || isInstalled) return;
	for (const { text } of change.added) session.say(`  new: ${text}`);
	for (const { text } of change.dropped) session.say(`  no longer used: ${text}`);
}

/** The list that an ask is an entry of; null: it is a limit, or allows nothing. */
function listOf({ subject }: Ask): EntryList | null {
	const power = powerOfSubject(subject.kind);
	return power === null ? null : powers[power].list;
}

function limitOf({ subject }: Ask): (typeof policyLimits)[keyof typeof policyLimits]['field'] | null {
	return Object.hasOwn(policyLimits, subject.kind)
		? policyLimits[subject.kind as keyof typeof policyLimits].field
		: null;
}
