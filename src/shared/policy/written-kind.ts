import { type PolicyKind, policyKinds } from './powers.ts';

/** What is written in front of what a person asks a policy: `read:./data/`. An address tells by itself what it is. */
export type WrittenKind = Exclude<PolicyKind, 'http'>;

const writtenKinds = policyKinds.filter((kind): kind is WrittenKind => kind !== 'http');

/** The kind in front of a text, null where none is, and the text without it. */
export function readWrittenKind(text: string): { readonly kind: WrittenKind | null; readonly rest: string } {
	const kind = writtenKinds.find((each) => text.startsWith(`${each}:`)) ?? null;
	return { kind, rest: kind === null ? text : text.slice(kind.length + 1) };
}
