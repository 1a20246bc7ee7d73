export function TestConsole(_props: { readonly name: string }) {
	return null;
}
