import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AskSubject } from '../../../../shared/policy/ask.ts';
import { type EntryList, fieldsOf, powers } from '../../../../shared/policy/powers.ts';
import { lockedDown, type SecurityPolicy } from '../../../../shared/policy/security-policy.ts';
import { useRoute } from '../../../client/engine.tsx';
import { plainText } from '../../../lib/text/plain-text.ts';

export interface Policies {
	readonly requested: SecurityPolicy | null;
	/** The version in force, or everything denied. */
	readonly granted: SecurityPolicy;
	readonly draft: SecurityPolicy;
	readonly effective: SecurityPolicy;
}

/** What is not plain from an entry itself, whether its switch is on or not. */
export interface Meaning {
	readonly text: string;
	readonly risky: boolean;
}

export function useMeanings({ requested, granted, draft }: Policies): (entry: string) => Meaning | undefined {
	const { t } = useTranslation('policy');
	const all = useMemo<SecurityPolicy>(() => {
		const listed = (list: EntryList): readonly string[] =>
			[...new Set([...draft[list], ...granted[list], ...(requested?.[list] ?? [])])].slice(0, 1000);
		return { ...lockedDown, ...fieldsOf((power) => ({ on: true, entries: listed(powers[power].list) })) };
	}, [requested, granted, draft]);
	const { data } = useRoute('policy.describe', { policy: all }, { keepPrevious: true });
	return useMemo(() => {
		const asks = new Map((data?.asks ?? []).map((ask) => [ask.entry, ask]));
		return (entry) => {
			const ask = asks.get(entry);
			const parts = ask === undefined ? [] : notesOn(ask.subject);
			if (parts.length === 0) return undefined;
			const text = parts.map(({ key, value }) => t(`meaning.${key}`, { value: plainText(value) })).join(' ');
			return { text, risky: ask?.risk === 'high' };
		};
	}, [data, t]);
}

type Note = {
	readonly key: 'ownFiles' | 'leftOut' | 'own' | 'everything' | 'subdomains' | 'local' | 'port' | 'plain' | 'secret';
	readonly value: string;
};

function notesOn(subject: AskSubject): readonly Note[] {
	const note = (key: Note['key'], holds: boolean, value = ''): readonly Note[] => (holds ? [{ key, value }] : []);
	switch (subject.kind) {
		case 'path':
			return [
				...note('own', subject.own),
				...note('everything', subject.everything),
				...note('ownFiles', subject.ownFiles === 'named'),
				...note('leftOut', subject.ownFiles === 'below'),
			];
		case 'host':
			return [
				...note('subdomains', subject.subdomains, subject.host),
				...note('local', subject.local),
				...note('port', subject.port !== (subject.scheme === 'https' ? 443 : 80), String(subject.port)),
				...note('plain', subject.scheme === 'http'),
			];
		case 'env':
			return note('secret', subject.secret);
		default:
			return [];
	}
}
