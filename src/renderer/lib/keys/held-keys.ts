/** What a person may press beside a key without meaning a key by it. */
const MODIFIERS: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Dead']);
/** What opens has the keys by then, or never gets them. ms */
const AT_MOST_MS = 5_000;

interface Held {
	readonly init: KeyboardEventInit;
	/** Then it is not needed any more. */
	readonly isThere?: () => boolean;
}

/** Whether a press is the browser's own: reloading, its tools, a composition that is under way. */
function isBrowsers(event: KeyboardEvent): boolean {
	const { key, isComposing } = event;
	return (
		isComposing ||
		MODIFIERS.has(key) ||
		key === 'Process' ||
		/^F\d+$/.test(key) ||
		((event.ctrlKey || event.metaKey) && key.toLowerCase() === 'r')
	);
}

/**
 * Keys between the press that opens something and the moment that it has the focus: they are for what opens, not for what
 * lies behind it. They are kept in their order and pressed there once it is ready.
 */
class HeldKeys {
	readonly #holders = new Set<symbol>();
	readonly #keys: Held[] = [];
	#isReplaying = false;
	#isOwn = false;

	/** Whether something is on its way to be opened. */
	get isHolding(): boolean {
		return this.#holders.size > 0 || this.#isReplaying;
	}

	/** Begins to hold keys. What it answers with ends that; it may be called again. */
	hold(): () => void {
		const holder = Symbol('opening');
		this.#holders.add(holder);
		const end = (): void => {
			clearTimeout(timer);
			if (!this.#holders.delete(holder) || this.#holders.size > 0 || this.#isReplaying) return;
			// Where nothing was pressed, the next key is already for what has opened.
			if (this.#keys.length === 0) return;
			this.#isReplaying = true;
			void this.#replay();
		};
		const timer = setTimeout(() => {
			this.#keys.length = 0;
			end();
		}, AT_MOST_MS);
		return end;
	}

	/** Holds keys until the focus is within what opens. What it answers with gives up: what opens is gone. */
	holdUntilWithin(opening: () => Element | null): () => void {
		const end = this.hold();
		const look = (): void => {
			if (opening()?.contains(document.activeElement) !== true) return;
			removeEventListener('focusin', look, true);
			end();
		};
		addEventListener('focusin', look, true);
		look();
		return () => {
			removeEventListener('focusin', look, true);
			end();
		};
	}

	/**
	 * Puts a key before all that follow: what opens is to begin with it, unless the focus is where it leads (`isThere`) by
	 * then, as it may be by other means than keys.
	 */
	begin(key: string, isThere: () => boolean): void {
		this.#keys.push({ init: { key, code: key, bubbles: true, cancelable: true, composed: true }, isThere });
	}

	/** Whether a press is held. Then nobody else is to hear it. */
	takes(event: KeyboardEvent): boolean {
		if (this.#isOwn || !this.isHolding || isBrowsers(event)) return false;
		event.preventDefault();
		event.stopImmediatePropagation();
		const { key, code, ctrlKey, metaKey, altKey, shiftKey, repeat } = event;
		const held = { key, code, ctrlKey, metaKey, altKey, shiftKey, repeat };
		this.#keys.push({ init: { ...held, bubbles: true, cancelable: true, composed: true } });
		return true;
	}

	/** One after the other, so that each finds what the one before it has changed; letters in a row are one change. */
	async #replay(): Promise<void> {
		await frame();
		while (this.#holders.size === 0) {
			const key = this.#keys.shift();
			if (key === undefined) break;
			if (key.isThere?.() === true) continue;
			const isLetter = this.#press(key.init);
			if (!isLetter || !isText(this.#keys[0]?.init)) await frame();
		}
		this.#isReplaying = false;
	}

	/** True: it wrote something. */
	#press(init: KeyboardEventInit): boolean {
		const target = document.activeElement ?? document.body;
		const event = new KeyboardEvent('keydown', init);
		this.#isOwn = true;
		try {
			if (!target.dispatchEvent(event)) return false;
		} finally {
			this.#isOwn = false;
		}
		return write(target, init);
	}
}

/** The page's own; there is one page. */
export const heldKeys = new HeldKeys();

function isText(init: KeyboardEventInit | undefined): boolean {
	return init?.key !== undefined && [...init.key].length === 1 && !init.ctrlKey && !init.metaKey && !init.altKey;
}

/** Does in a field what the browser does by itself only for a key of a keyboard. */
function write(target: Element, init: KeyboardEventInit): boolean {
	if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) || target.readOnly) return false;
	const { selectionStart: from, selectionEnd: to } = target;
	// A field that is no text.
	if (from === null || to === null) return false;
	if (isText(init)) {
		target.setRangeText(init.key ?? '', from, to, 'end');
	} else if (init.key === 'Backspace' && to > 0) {
		target.setRangeText('', from === to ? from - 1 : from, to, 'end');
	} else return false;
	target.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
	return isText(init);
}

/** When what was changed has been drawn; also where nothing is drawn, since nobody looks. */
function frame(): Promise<void> {
	return new Promise((done) => {
		const timer = setTimeout(over, 100);
		const drawn = requestAnimationFrame(over);
		function over(): void {
			clearTimeout(timer);
			cancelAnimationFrame(drawn);
			setTimeout(done);
		}
	});
}
