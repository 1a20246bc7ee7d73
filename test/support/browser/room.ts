import type { Page } from 'playwright-core';

/** What does not fit where it stands, as a person would tell it. */
export async function whatIsCut(page: Page): Promise<readonly string[]> {
	return page.evaluate(LOOK) as Promise<readonly string[]>;
}

/**
 * Walks all that is drawn. A text may be shortened with an ellipsis, be for a screen reader alone, or stand in what is a
 * person's own lines and scrolls across (logs, records, code); everything else must be whole.
 */
const LOOK = `(() => {
	const found = new Set();
	const ACROSS = 'pre, [role="listbox"], [data-scrolls-across], [role="tooltip"], svg';
	const tell = (what, element) => {
		const text = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().replace(/\\s+/g, ' ').slice(0, 50);
		found.add(what + ': <' + element.tagName.toLowerCase() + ' class="' + String(element.className).slice(0, 60) + '"> ' + text);
	};
	const ownText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
	const clippers = (element) => {
		const all = getComputedStyle(element).overflowX === 'visible' ? [] : [element];
		for (let at = element.parentElement; at !== null; at = at.parentElement) {
			if (getComputedStyle(at).overflowX !== 'visible') all.push(at);
			if (getComputedStyle(at).position === 'fixed') break;
		}
		return all;
	};
	// An ellipsis is drawn in a box's own lines alone: neither in what stands in them as a box, nor in a flex box's items.
	const isShortened = (element) => {
		for (let at = element; at !== null; at = at.parentElement) {
			const { textOverflow, overflowX, display } = getComputedStyle(at);
			if (/flex|grid/.test(display)) return false;
			if (textOverflow === 'ellipsis' && overflowX !== 'visible') return true;
			if (display !== 'inline') return false;
		}
		return false;
	};
	if (document.documentElement.scrollWidth > innerWidth) tell('the page is wider than the window', document.body);
	// What is not drawn, may be shortened or scrolls is left out with all that is in it; a box that is none itself is not.
	const LEFT_OUT = ACROSS + ', [inert], .sr-only';
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT, (element) => {
		if (element.matches(LEFT_OUT)) return NodeFilter.FILTER_REJECT;
		if (element.checkVisibility({ checkOpacity: true })) return NodeFilter.FILTER_ACCEPT;
		return getComputedStyle(element).display === 'contents' ? NodeFilter.FILTER_SKIP : NodeFilter.FILTER_REJECT;
	});
	while (walker.nextNode()) {
		const element = walker.currentNode;
		const style = getComputedStyle(element);
		const box = element.getBoundingClientRect();
		if (style.visibility !== 'visible' || (box.width <= 1 && box.height <= 1)) continue;
		const scrolls = style.overflowX === 'auto' || style.overflowX === 'scroll';
		if (scrolls && element.scrollWidth > element.clientWidth + 1 && !/^(INPUT|TEXTAREA)$/.test(element.tagName))
			tell('scrolls sideways by ' + (element.scrollWidth - element.clientWidth), element);
		if (/^(TD|TH)$/.test(element.tagName) && style.overflowX === 'visible' && element.scrollWidth > element.clientWidth + 1)
			tell('is printed over its neighbour', element);
		if (!ownText(element)) continue;
		const em = parseFloat(style.fontSize);
		const text = element.textContent.trim();
		const isLatin = /^[\\x00-\\x7f]*$/.test(text);
		if (isLatin && text.length > 5 && box.width < 3 * em && box.height > 2.6 * 1.45 * em) tell('one letter a line', element);
		if (style.textOverflow === 'ellipsis' && isShortened(element)) {
			if (box.width < 1.5 * em && text.length > 3) tell('nothing of it is left', element);
			continue;
		}
		const range = document.createRange();
		range.selectNodeContents(element);
		const drawn = range.getBoundingClientRect();
		if (isShortened(element)) continue;
		if (drawn.left < -1 || drawn.right > innerWidth + 1) tell('is outside of the window', element);
		for (const at of clippers(element)) {
			const edge = at.getBoundingClientRect();
			if (drawn.bottom < edge.top || drawn.top > edge.bottom) continue;
			if (drawn.right > edge.right + 1 || drawn.left < edge.left - 1) { tell('is cut', element); break; }
		}
	}
	return [...found];
})()`;

/** Resolves once what is drawn has stood still for a few looks, and nothing says that it is still being asked for. */
export async function settled(page: Page): Promise<void> {
	await page.evaluate(UNTIL_STILL);
}

const UNTIL_STILL = `new Promise((done) => {
	let before = '';
	let still = 0;
	const look = () => {
		const now = document.body.textContent.replace(/\\d+/g, '') + document.querySelectorAll('*').length;
		const isStill = now === before && document.querySelector('main [aria-busy="true"]') === null;
		before = now;
		still = isStill ? still + 1 : 0;
		if (still >= 4) done();
		else setTimeout(look, 60);
	};
	look();
})`;
