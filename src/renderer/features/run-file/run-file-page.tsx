export function RunFilePage() {
	return null;
}
