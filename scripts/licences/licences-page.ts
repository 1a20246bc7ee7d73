import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockedPackages, nameAt, root } from './lock-file.ts';
import { shippedPlaces } from './shipped.ts';

/** Licences that ask for no more than to be named and kept (SPDX). OFL-1.1 is for fonts. */
export const permissive: ReadonlySet<string> = new Set([
	'MIT',
	'MIT-0',
	'ISC',
	'BSD-2-Clause',
	'BSD-3-Clause',
	'0BSD',
	'Apache-2.0',
	'Apache-2.0 WITH LLVM-exception',
	'BlueOak-1.0.0',
	'CC0-1.0',
	'Unlicense',
	'Zlib',
	'Python-2.0',
	'OFL-1.1',
]);

export interface ShippedLicence {
	readonly name: string;
	readonly version: string;
	readonly licence: string;
	/** Null: the package brings no text of its own. */
	readonly text: string | null;
}

export function shippedLicences(): readonly ShippedLicence[] {
	const locked = lockedPackages();
	return shippedPlaces().map((place) => {
		const entry = locked.get(place);
		return {
			name: nameAt(place),
			version: entry?.version ?? '',
			licence: entry?.license ?? 'unknown',
			text: textIn(join(root, place)),
		};
	});
}

function textIn(folder: string): string | null {
	const name = readdirSync(folder)
		.sort()
		.find((file) => /^(?:licen[cs]e|copying)(?:\.(?:md|txt))?$/i.test(file));
	return name === undefined ? null : readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim();
}

/** THIRD-PARTY-LICENSES.md. Equal texts are printed once. */
export function licencesPage(): string {
	const licences = shippedLicences();
	const rows = licences.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`);
	const byText = Map.groupBy(licences, ({ text }) => text);
	const texts = [...byText].flatMap(([text, of]) => {
		if (text === null) return [];
		const fence = text.includes('```') ? '~~~~' : '```';
		return [`## ${of.map(({ name }) => name).join(', ')}\n\n${fence}text\n${text}\n${fence}`];
	});
	return `# Licences of what is shipped with this program

Written by \`npm run licences\` from the lock file and the installed packages: those of production, those that are bundled
into the page, and what these need. Electron brings the licences of Chromium with it.

| package | version | licence |
| ------- | ------- | ------- |
${rows.join('\n')}

${texts.join('\n\n')}
`;
}
