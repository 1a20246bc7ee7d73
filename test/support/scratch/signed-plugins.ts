import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { signPlugin } from '../../../src/core/registry/packing/sign-plugin.ts';
import type { PrivateKey } from '../../../src/core/registry/signing/private-key.ts';
import { lookHere } from '../guests/look-here.ts';
import { type BareRegistry, bareRegistry, markedPlugin } from './bare-registry.ts';

export interface SignedPlugins {
	/** Of the test's files, made anew for each test. */
	folder(): string;
	bare(): BareRegistry;
	/** What the composition was asked to start or to end, in order, since it was read last or the program began. */
	asked(): readonly string[];
	/** The program ends and begins again. */
	restart(): Promise<void>;
	/** The folder of a plugin with this mark and a README. */
	made(mark: string): string;
	/** A package of it, signed by a key or by none. */
	packed(mark: string, key: PrivateKey | null): Promise<string>;
}

/** A registry for each test, and plugins named `tool` that are packed and signed with it. */
export function signedPlugins(): SignedPlugins {
	let folder: string;
	let bare: BareRegistry;
	let asked: string[] = [];
	const open = async (): Promise<void> => {
		asked = [];
		bare = bareRegistry(join(folder, 'data'), {
			prepareUpdate: async (name) => void asked.push(`start ${name}`),
			release: async (name) => void asked.push(`end ${name}`),
			look: async (module) => lookHere(module),
			transpile: async () => Promise.reject(new Error('no component is made ready here')),
		});
		await bare.registry.start({ watch: false });
	};
	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'dataflare-signed-'));
		await open();
	});
	afterEach(async () => {
		await bare.close();
		rmSync(folder, { recursive: true, force: true });
	});
	const made = (mark: string): string => {
		const path = markedPlugin(join(folder, `made-${mark}`), 'tool', mark);
		writeFileSync(join(path, 'README.md'), `# ${mark}\n`);
		return path;
	};
	return {
		folder: () => folder,
		bare: () => bare,
		asked: () => asked.splice(0),
		async restart() {
			await bare.close();
			await open();
		},
		made,
		async packed(mark, key) {
			const { path } = await bare.registry.pack(made(mark), {
				to: join(folder, `tool-${mark}.dfplugin`),
				replace: true,
			});
			if (key !== null) await signPlugin(path, key);
			return path;
		},
	};
}
