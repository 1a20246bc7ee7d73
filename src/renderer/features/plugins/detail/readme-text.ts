import { plainText } from '../../../lib/text/plain-text.ts';

interface MarkdownNode {
	readonly type: string;
	value?: string;
	readonly children?: readonly MarkdownNode[];
}

/** Shows invisible characters in every text of a Markdown tree. */
export function showInvisible(tree: MarkdownNode): void {
	const waiting: MarkdownNode[] = [tree];
	for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
		if (node.value !== undefined && node.type !== 'html') node.value = plainText(node.value);
		if (node.children !== undefined) waiting.push(...node.children);
	}
}

/** Levels of quotes and lists that a README has use for. */
const MAX_LEVELS = 24;

/**
 * Quotes, lists and emphasis inside each other cost a parser time that grows with the square of their depth: a text made of
 * them is not worth it.
 */
export function isTooNested(text: string): boolean {
	return text.split('\n').some((line) => {
		const lead = /^(?:[\s>]|[-*+](?=\s)|\d{1,9}[.)](?=\s))*/.exec(line)?.[0] ?? '';
		const marks = lead.match(/>|[-*+](?=\s)|\d+[.)](?=\s)/g)?.length ?? 0;
		return marks > MAX_LEVELS || lead.length > 400 || /(?:[[(*_~`!]\s*){400}/.test(line);
	});
}
