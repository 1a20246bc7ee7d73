/** Whether the person has this window before them: it is seen, and their keys go to it. */
export function isInFront(): boolean {
	return document.visibilityState === 'visible' && document.hasFocus();
}

/** Hears whenever the window may have come to the front or left it; ends with what is returned. */
export function onFront(listener: () => void): () => void {
	document.addEventListener('visibilitychange', listener);
	addEventListener('focus', listener);
	addEventListener('blur', listener);
	return () => {
		document.removeEventListener('visibilitychange', listener);
		removeEventListener('focus', listener);
		removeEventListener('blur', listener);
	};
}
