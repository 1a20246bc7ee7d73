import { expect, it } from 'vitest';
import { shellWord } from './shell-word.ts';

it.each([
	['/srv/numbers', '/srv/numbers'],
	['/home/me/my plugins', "'/home/me/my plugins'"],
	["/home/o'neil/p", String.raw`'/home/o'\''neil/p'`],
	['/tmp/$(reboot)`x`', "'/tmp/$(reboot)`x`'"],
	[String.raw`/tmp/a\b`, String.raw`'/tmp/a\b'`],
	['/home/插件', "'/home/插件'"],
	[String.raw`C:\plugins\numbers`, String.raw`C:\plugins\numbers`],
	[String.raw`C:\My Plugins\numbers`, String.raw`"C:\My Plugins\numbers"`],
	[String.raw`\\server\share\a & b`, String.raw`"\\server\share\a & b"`],
])('%s is one word of a command', (path, word) => {
	expect(shellWord(path)).toBe(word);
});
