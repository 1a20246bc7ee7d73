import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** What `npm run dev` needs of a checkout. */
const copied = [
	'src',
	'scripts',
	'package.json',
	'package-lock.json',
	'tsconfig.base.json',
	'electron.vite.dev.config.ts',
	'electron.vite.sandbox.config.ts',
	'electron.vite.reader.config.ts',
	'electron.vite.flows.config.ts',
	'out/main/sandbox.mjs',
	'out/main/reader.mjs',
	'out/main/flows.mjs',
];

/** In place of the window: a page of one component that uses the page's real client, there within a second. */
const smallPage: Readonly<Record<string, string>> = {
	'src/renderer/main.tsx': `
		import { createRoot } from 'react-dom/client';
		import { connectBridge } from './client/connect.ts';
		import { Title } from './title.tsx';
		window.client = await connectBridge();
		createRoot(document.getElementById('root')).render(<Title />);`,
	'src/renderer/title.tsx': `
		import { places } from '../shared/face/places.ts';
		export function Title() { return <h1 title={places.length}>First text</h1>; }`,
};

/** A checkout with a small page, whose files may be changed; what is installed it shares with this one. */
export interface CheckoutCopy {
	readonly path: string;
	/** Replaces a text that is there once, as an author who saves the file. */
	change(file: string, from: string, to: string): void;
	remove(): void;
}

export function copyCheckout(): CheckoutCopy {
	const path = mkdtempSync(join(tmpdir(), 'dataflare-checkout-'));
	mkdirSync(join(path, 'out/main'), { recursive: true });
	for (const name of copied) cpSync(join(root, name), join(path, name), { recursive: true });
	for (const name of ['node_modules', 'resources']) symlinkSync(join(root, name), join(path, name), 'junction');
	for (const [name, text] of Object.entries(smallPage)) writeFileSync(join(path, name), text);
	// They were built from these sources, whenever they were copied.
	for (const name of ['sandbox.mjs', 'reader.mjs', 'flows.mjs'])
		utimesSync(join(path, 'out/main', name), new Date(), new Date());
	return {
		path,
		change(file, from, to) {
			const text = readFileSync(join(path, file), 'utf8');
			if (text.split(from).length !== 2) throw new Error(`${file} does not hold ${JSON.stringify(from)} once`);
			writeFileSync(
				join(path, file),
				text.replace(from, () => to),
			);
		},
		remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }),
	};
}
