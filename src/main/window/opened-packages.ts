import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PackagesToReview } from '../../shared/face/bridge.ts';
import type { Answer } from './ipc.ts';
import type { Windows } from './windows.ts';

/** More than anybody decides on one after the other; what is beyond is counted, and the page says so. */
const MOST_PACKAGES = 20;

const isPackage = (name: string): boolean => name.toLowerCase().endsWith('.dfplugin');

/** The packages among the words a program was started with, as paths that do not depend on where it was started. */
export function packagesAmong(words: readonly string[], workingDirectory: string): readonly string[] {
	return words
		.filter((word) => !word.startsWith('-') && isPackage(word))
		.map((word) => resolve(workingDirectory, pathOf(word)));
}

/** Some desktops of Linux hand over addresses. One that is no path stays as it is, and is not found by that name. */
function pathOf(word: string): string {
	if (!/^file:/i.test(word)) return word;
	try {
		return fileURLToPath(word);
	} catch {
		return word;
	}
}

/** What the system asked the program to open, until a page takes it to show what each asks for: nothing is installed. */
export class OpenedPackages {
	readonly #windows: Windows;
	#waiting: readonly string[] = [];
	#leftOut = 0;

	constructor(windows: Windows) {
		this.#windows = windows;
	}

	/** What a page asks for once it is there, and each time that it is told that there is more. */
	readonly channels: Readonly<Record<string, Answer>> = {
		'dataflare:take-packages': () => this.#take(),
	};

	/** Of the words that a program was started with. */
	addAmong(words: readonly string[], workingDirectory: string): void {
		this.add(packagesAmong(words, workingDirectory));
	}

	add(paths: readonly string[]): void {
		if (paths.length === 0) return;
		const all = new Set([...this.#waiting, ...paths]);
		this.#waiting = [...all].slice(0, MOST_PACKAGES);
		this.#leftOut += all.size - this.#waiting.length;
		this.#windows.sendToFront('dataflare:packages');
	}

	#take(): PackagesToReview {
		const taken = { paths: this.#waiting, max: MOST_PACKAGES, leftOut: this.#leftOut };
		this.#waiting = [];
		this.#leftOut = 0;
		return taken;
	}
}
