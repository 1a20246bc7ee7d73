import type { InspectAnswer } from '../../../../shared/api/plugin-routes.ts';
import { isOptional } from '../../../../shared/plugin/words/asked-for.ts';
import type { Ask, Risk } from '../../../../shared/policy/ask.ts';
import type { DenyingField } from '../../../../shared/policy/policy-limits.ts';
import {
	type EntryList,
	fieldsGiving,
	type PowerName,
	powerNames,
	powerOfList,
	powerOfSubject,
	powers,
} from '../../../../shared/policy/powers.ts';
import type { SecurityPolicy } from '../../../../shared/policy/security-policy.ts';
import { offerKind } from '../offer.ts';

/**
 * `asked`: by a plugin that nobody decided on yet. On an update: asked anew, asked before and denied, granted already,
 * granted but not asked for.
 */
export type GrantGroup = 'asked' | 'added' | 'denied' | 'kept' | 'dropped';

export type Choice = 'deny' | 'allow' | 'readOnly' | 'other';

/** One thing to decide. */
export interface GrantRow {
	readonly id: string;
	readonly group: GrantGroup;
	readonly list: EntryList;
	/** Null: a whole kind of power is asked for and nothing of it is named. */
	readonly ask: Ask | null;
	/** In force until a person chooses. */
	readonly suggested: Choice;
}

const risks: readonly Risk[] = ['high', 'medium', 'low'];

/**
 * What there is to decide. Denied until a person allows it: whatever is risky, whatever the plugin works without, whatever
 * an update asks for anew, and what another plugin of the same name was granted. `granted`: the grant in force and its entries, described.
 */
export function grantRows(
	offer: InspectAnswer,
	granted: { readonly policy: SecurityPolicy; readonly asks: readonly Ask[] } | null,
): readonly GrantRow[] {
	if (offer.change === null || granted === null) {
		const asked = rows('asked', offer.asks, ({ risk, entry }, list) =>
			risk === 'low' && !isOptional(offer.manifest, list, entry) ? 'allow' : 'deny',
		);
		return [...asked, ...openEnded(offer.manifest.security_policy)];
	}
	const { added, dropped } = offer.change;
	const isOther = offerKind(offer) === 'other';
	const isDropped = (ask: Ask): boolean =>
		dropped.some(({ entry, subject }) => entry === ask.entry && subject.kind === ask.subject.kind);
	const askedBefore = offer.installed?.current?.manifest.security_policy;
	/** What the version in use asks for and was not given: no news, and a person said no to it. */
	const wasAsked = (ask: Ask): boolean => {
		const list = listOf(ask);
		return !isOther && list !== null && askedBefore?.[list].includes(ask.entry) === true;
	};
	return [
		...rows(
			'added',
			added.filter((ask) => !wasAsked(ask)),
			() => 'deny',
		),
		...rows('denied', added.filter(wasAsked), () => 'deny'),
		...rows(
			'kept',
			granted.asks.filter((ask) => !isDropped(ask)),
			({ risk }) => (isOther && risk !== 'low' ? 'deny' : 'allow'),
		),
		// What a person granted beyond what was ever asked for is theirs to keep.
		...rows('dropped', dropped, (ask, list) =>
			isOther || askedBefore?.[list].includes(ask.entry) === true ? 'deny' : 'allow',
		),
	];
}

function rows(
	group: GrantGroup,
	asks: readonly Ask[],
	suggest: (ask: Ask, list: EntryList) => Choice,
): readonly GrantRow[] {
	const riskiestFirst = asks.toSorted((left, right) => risks.indexOf(left.risk) - risks.indexOf(right.risk));
	return riskiestFirst.flatMap((ask) => {
		const list = listOf(ask);
		return list === null
			? []
			: [{ id: `${group}/${list}/${ask.entry}`, group, list, ask, suggested: suggest(ask, list) }];
	});
}

/** Null: a limit, which is decided by itself, or an entry that allows nothing. */
function listOf({ subject }: Ask): EntryList | null {
	const power = powerOfSubject(subject.kind);
	return power === null ? null : powers[power].list;
}

function openEnded(requested: SecurityPolicy): readonly GrantRow[] {
	return powerNames
		.map((power) => powers[power])
		.filter(({ gate, list }) => requested[gate] && requested[list].length === 0)
		.map(({ list }) => ({ id: `asked/${list}`, group: 'asked', list, ask: null, suggested: 'deny' }));
}

/** What a person can choose for a row. */
export function choicesOf({ ask, list }: Pick<GrantRow, 'ask' | 'list'>): readonly Choice[] {
	if (ask === null) return ['deny', 'other'];
	// A variable has one name: there is nothing less to give of it.
	if (list === powers.environment.list) return ['deny', 'allow'];
	const { subject } = ask;
	if (subject.kind === 'path' && subject.access === 'write') return ['deny', 'readOnly', 'allow', 'other'];
	return ['deny', 'allow', 'other'];
}

export interface GrantDraft {
	readonly choices: Readonly<Record<string, { readonly choice: Choice; readonly other: string }>>;
	/** bytes */
	readonly memory: number;
	/** ms */
	readonly time: number;
	/** What a run may write; decided in the policy editor, so here it stays as it was granted. */
	readonly writes: Pick<SecurityPolicy, DenyingField>;
}

/** The grant that a draft makes, and the row behind each of its entries by `allowed_hosts[2]`. */
export function grantOf(
	rowsToDecide: readonly GrantRow[],
	draft: GrantDraft,
): { readonly policy: SecurityPolicy; readonly rowOf: ReadonlyMap<string, string> } {
	const entries: Record<PowerName, string[]> = { files: [], network: [], environment: [] };
	const rowOf = new Map<string, string>();
	for (const row of rowsToDecide) {
		const entry = entryOf(row, draft);
		const list = entries[powerOfList(row.list)];
		if (entry === null || list.includes(entry)) continue;
		rowOf.set(`${row.list}[${list.length}]`, row.id);
		list.push(entry);
	}
	return {
		policy: {
			max_memory: draft.memory,
			max_execution_time: draft.time,
			max_write_bytes: draft.writes.max_write_bytes,
			max_new_files: draft.writes.max_new_files,
			...fieldsGiving(entries),
		},
		rowOf,
	};
}

/** Null: nothing is granted. */
function entryOf(row: GrantRow, draft: GrantDraft): string | null {
	const { choice, other } = draft.choices[row.id] ?? { choice: row.suggested, other: '' };
	const asked = row.ask?.entry ?? null;
	switch (choice) {
		case 'deny':
			return null;
		case 'allow':
			return asked;
		case 'readOnly':
			return asked === null || asked.endsWith(':ro') ? asked : `${asked}:ro`;
		case 'other':
			return other.trim() === '' ? null : other.trim();
	}
}
