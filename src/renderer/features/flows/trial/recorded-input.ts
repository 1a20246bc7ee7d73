import { type ComponentId, type FlowDocument, linkId, linksOf } from '../model/document.ts';
import type { LinkRun } from '../run/run-view.ts';

/** Records of one trial at most. */
const MAX_RECORDS = 1000;

/**
 * The records that the history kept of what went into a component, as texts of JSON, in the order of its inputs. What was
 * cut off is none.
 */
export function recordedInput(
	document: FlowDocument,
	component: ComponentId,
	links: ReadonlyMap<string, LinkRun>,
): readonly string[] {
	const lines = linksOf(document)
		.filter(({ to }) => to === component)
		.flatMap((link) => linesOf(links.get(linkId(link))?.sample ?? null));
	return lines.filter(isJson).slice(0, MAX_RECORDS);
}

function linesOf(sample: LinkRun['sample']): readonly string[] {
	if (sample === null || sample.form === 'base64') return [];
	const lines = sample.text.split('\n');
	return (sample.truncated ? lines.slice(0, -1) : lines).filter((line) => line.trim() !== '');
}

function isJson(line: string): boolean {
	try {
		JSON.parse(line);
		return true;
	} catch {
		return false;
	}
}

/** What a person wrote as input, a record a line; `wrong` is the first line that is none, from 1 on. */
export function typedInput(text: string): { readonly records: readonly string[]; readonly wrong: number | null } {
	const lines = text.split('\n').map((line) => line.trim());
	const wrong = lines.findIndex((line) => line !== '' && !isJson(line));
	return { records: lines.filter((line) => line !== '').slice(0, MAX_RECORDS), wrong: wrong < 0 ? null : wrong + 1 };
}
