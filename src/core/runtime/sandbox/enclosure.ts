import type { OsProcess } from '../process-adapter.ts';

/** What a person who wants kernel limits or nothing relies on. Root is bound by no limit of processes. */
const kernelLayers: readonly string[] = [
	'no-new-descriptors',
	'no-file-growth',
	'no-core-dumps',
	'bounded-memory',
	...(process.getuid?.() === 0 ? [] : ['no-new-processes']),
];

/** What surrounds one process: the layers that hold, as they were told by the process or read from the kernel. */
export class Enclosure {
	readonly #process: OsProcess;
	readonly #layers = new Set<string>();

	constructor(process: OsProcess) {
		this.#process = process;
	}

	get layers(): readonly string[] {
		return [...this.#layers];
	}

	/** Layers that are not in force and that `kernelLayers` names. */
	get missing(): readonly string[] {
		return kernelLayers.filter((layer) => !this.#layers.has(layer));
	}

	holds(layer: string): boolean {
		return this.#layers.has(layer);
	}

	add(layers: readonly string[]): void {
		for (const layer of layers) this.#layers.add(layer);
	}

	/** Takes away what only a start needs. Undefined where there is nothing to wait for. Never rejects. */
	confine(): Promise<void> | undefined {
		return this.#process.confine?.().then((layers) => this.add(layers));
	}

	/**
	 * Bounds what the process may hold. `tried` resolves when that was tried and never rejects; `atOnce`: what bounds it
	 * until then is no narrower, so that nothing has to wait, or there is no way to bound it.
	 */
	boundMemory(allowedBytes: number): { readonly tried: Promise<void>; readonly atOnce: boolean } {
		const { boundedBytes } = this.#process;
		const bounding = this.#process.boundMemory?.(allowedBytes);
		if (bounding === undefined) return { tried: Promise.resolve(), atOnce: true };
		return {
			tried: bounding.then((layers) => this.add(layers)),
			atOnce: boundedBytes !== undefined && allowedBytes <= boundedBytes,
		};
	}
}
