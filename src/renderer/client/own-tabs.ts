/**
 * In a browser, what lets a tab in is kept by that tab alone, and a browser gives a tab that it opens by itself nothing
 * of it; in Electron it is the shell that opens a window for what a page opens. So links that are pressed to be opened
 * beside (Ctrl, Command or Shift with a click, or the middle button) are opened by this page: a tab that a page opens
 * begins with a copy of what the page keeps.
 */
export function openLinksBeside(): void {
	const onPress = (event: MouseEvent): void => {
		const isBeside = event.button === 1 || (event.button === 0 && (event.ctrlKey || event.metaKey || event.shiftKey));
		if (!isBeside || !(event.target instanceof Element)) return;
		const link = event.target.closest('a[href^="#/"]');
		if (link === null) return;
		event.preventDefault();
		event.stopPropagation();
		window.open(`${location.pathname}${link.getAttribute('href') ?? ''}`, '_blank');
	};
	addEventListener('click', onPress, true);
	addEventListener('auxclick', onPress, true);
}
