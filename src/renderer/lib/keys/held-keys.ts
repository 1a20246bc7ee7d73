/** What a person may press beside a key without meaning a key by it. */
const MODIFIERS: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Dead']);
/** What opens has the keys by then, or never gets them. ms */
export const AT_MOST_MS = 5_000;

/** What the window hears beside Control or Command while somebody types, as events name it: not the table of keys, which is large. */
export const heardWhileTyping: ReadonlySet<string> = new Set([...'k,s1234567', 'enter']);
/** And elsewhere: within a field these are the browser's, which copies, pastes and takes back there. */
export const heardElsewhere: ReadonlySet<string> = new Set([
	...heardWhileTyping,
	...'adcxvzy',
	...['arrowleft', 'arrowright', 'arrowup', 'arrowdown'],
]);
/** With Shift as well. */
export const heardWithShift: ReadonlySet<string> = new Set('z');
/** What the browser presses by itself, by the key. */
const PRESSED: Readonly<Record<string, string>> = {
	Enter: 'button, a[href], summary',
	' ': 'button, summary, input[type="checkbox"]',
};
/** What Tab may lead to. */
const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex]';

interface Held {
	readonly init: KeyboardEventInit;
	/** What had the focus when it was pressed. */
	readonly on?: Element | null;
	/** Then it is not needed any more. */
	readonly isThere?: () => boolean;
}

/** Whether a press is the browser's own: its find, reloading, its tools, a composition that is under way. */
function isBrowsers(event: KeyboardEvent): boolean {
	const { key, isComposing } = event;
	if (isComposing || MODIFIERS.has(key) || key === 'Process' || /^F\d+$/.test(key)) return true;
	if (!event.ctrlKey && !event.metaKey) return false;
	if (isField(event.target) || (event.target instanceof HTMLElement && event.target.isContentEditable))
		return event.shiftKey || !heardWhileTyping.has(key.toLowerCase());
	return !(event.shiftKey ? heardWithShift : heardElsewhere).has(key.toLowerCase());
}

function isField(target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement {
	return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
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

	/** Whether keys wait: then those that come after them wait as well. */
	get hasKeys(): boolean {
		return this.#keys.length > 0 || this.#isReplaying;
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
		const on = document.activeElement;
		this.#keys.push({ init: { ...held, bubbles: true, cancelable: true, composed: true }, on });
		return true;
	}

	/** One after the other, so that each finds what the one before it has changed; letters in a row are one change. */
	async #replay(): Promise<void> {
		await frame();
		// Where a Tab before it has led, it was meant for what that leads to.
		let ledFrom: Element | null = null;
		while (this.#holders.size === 0) {
			const key = this.#keys.shift();
			if (key === undefined) break;
			if (key.isThere?.() === true) continue;
			const before = document.activeElement;
			const isMeant = key.on === before || (ledFrom !== null && key.on === ledFrom);
			const isLetter = this.#press(key.init, isMeant);
			if (key.init.key === 'Tab' && isMeant && document.activeElement !== before) ledFrom = key.on ?? null;
			if (!isLetter || !isText(this.#keys[0]?.init)) await frame();
		}
		this.#isReplaying = false;
	}

	/** `isMeant`: it was pressed on what it acts on now. True: it wrote something. */
	#press(init: KeyboardEventInit, isMeant: boolean): boolean {
		const target = document.activeElement ?? document.body;
		const event = new KeyboardEvent('keydown', init);
		this.#isOwn = true;
		try {
			if (!target.dispatchEvent(event)) return false;
		} finally {
			this.#isOwn = false;
		}
		// What has opened meanwhile asks for a press of its own: nobody has seen its buttons yet.
		if (isMeant && actsAlone(target, init)) return false;
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
	if (!isField(target) || target.readOnly) return false;
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

/** Does what the browser does by itself only for a key of a keyboard: it leads on, and presses a button or a link. */
function actsAlone(target: Element, { key = '', shiftKey, ctrlKey, metaKey, altKey }: KeyboardEventInit): boolean {
	if (ctrlKey || metaKey || altKey) return false;
	if (key === 'Tab') {
		leadOn(target, shiftKey === true);
		return true;
	}
	const pressed = PRESSED[key];
	if (pressed === undefined || !(target instanceof HTMLElement) || !target.matches(pressed)) return false;
	target.click();
	return true;
}

/** To what stands next in the page, or before that; where nothing does, nowhere. */
function leadOn(from: Element, isBack: boolean): void {
	const order = [...document.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
		(each) =>
			each === from ||
			(each.tabIndex >= 0 && !each.matches(':disabled') && each.closest('[inert]') === null && each.checkVisibility()),
	);
	// The body stands before all.
	order[order.indexOf(from as HTMLElement) + (isBack ? -1 : 1)]?.focus();
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
