import { appendFileSync } from 'node:fs';

/** One line of the check, as it is handed from Electron to the script that started it. */
export interface Outcome {
	readonly check: string;
	/** `begun`: the program ended during it, unless another line of the check follows. */
	readonly is: 'begun' | 'ok' | 'failed' | 'not done';
	readonly saw: string;
}

/** A check that cannot be made here. */
export class NotDone extends Error {}

/** Throws what was seen, where it is not what ought to be. */
export function say(holds: boolean, saw: string): asserts holds {
	if (!holds) throw new Error(saw);
}

/** Makes checks one after another and writes a line before and after each; nothing that one throws ends them. */
export class Record {
	readonly #file: string;

	constructor(file: string) {
		this.#file = file;
	}

	async make(check: string, look: () => Promise<string>): Promise<void> {
		this.#write({ check, is: 'begun', saw: '' });
		try {
			this.#write({ check, is: 'ok', saw: await look() });
		} catch (error) {
			const saw = error instanceof Error ? error.message : String(error);
			this.#write({ check, is: error instanceof NotDone ? 'not done' : 'failed', saw });
		}
	}

	#write(outcome: Outcome): void {
		appendFileSync(this.#file, `${JSON.stringify(outcome)}\n`);
	}
}
