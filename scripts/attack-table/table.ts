import { join, resolve } from 'node:path';
import { attackClasses } from '../../test/corpus/cases/index.ts';

export const securityPage = join(resolve(import.meta.dirname, '../..'), 'SECURITY.md');

const begin = '<!-- attack classes: begin, written by `npm run attack-table` -->';
const end = '<!-- attack classes: end -->';

/** SECURITY.md with the table as the corpus is now. Throws where the page has no place for it. */
export function withTable(page: string): string {
	const [before, rest] = page.split(begin);
	const after = rest?.split(end)[1];
	if (before === undefined || after === undefined) throw new Error('SECURITY.md has no place for the table of attacks');
	return `${before}${begin}\n\n${table()}\n\n${end}${after}`;
}

export function totalCases(): number {
	return attackClasses().reduce(
		(sum, { plainNode, rewritten, parent, browser }) => sum + plainNode + rewritten + parent + browser,
		0,
	);
}

function table(): string {
	const count = (cases: number): string => (cases === 0 ? '–' : cases.toLocaleString('en'));
	const rows = attackClasses().map(
		({ name, plainNode, rewritten, parent, browser }) =>
			`| ${name} | ${[plainNode, rewritten, parent, browser].map(count).join(' | ')} |`,
	);
	return [
		'| attack class | plain Node | memory limited as in Electron | parent alone | browser mode |',
		'| ------------ | ---------- | ----------------------------- | ------------ | ------------ |',
		...rows,
	].join('\n');
}
