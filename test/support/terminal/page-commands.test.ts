import { expect, it } from 'vitest';
import { blocksOf, commandsOf, patternOf } from './page-commands.ts';

it('finds the blocks of a page, with what each prints', () => {
	const page =
		'# A\n\n```bash\none\n```\n\n```text\nsaid\n\n more\n```\n\n## B\n\n```json\n{}\n```\n\n```bash\ntwo\n```\n';
	expect(blocksOf(page)).toEqual([
		{ heading: 'A', commands: ['one'], shown: ['said', ' more'] },
		{ heading: 'B', commands: ['two'], shown: [] },
	]);
});

it('tells commands apart', () => {
	const code = "# a remark\none \\\n\t--more\n\ncat > x.json <<'EOF'\n{\n}\nEOF\ntwo\n";
	expect(commandsOf(code)).toEqual(['one \\\n\t--more', "cat > x.json <<'EOF'\n{\n}\nEOF", 'two']);
	expect(() => commandsOf("cat <<'EOF'\n{\n")).toThrow(/unfinished/);
});

it('compares what was printed line by line', () => {
	const pattern = patternOf(['a … (b)', 'c']);
	expect('x\na 1 2 (b) y\nz\nc').toMatch(pattern);
	expect('a 1\n2 (b)\nc').not.toMatch(pattern);
	expect('c\na 1 (b)').not.toMatch(pattern);
	expect('a 1 (b)').not.toMatch(pattern);
});
