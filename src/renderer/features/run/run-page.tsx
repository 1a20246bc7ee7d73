export function RunPage(_props: { readonly id: string }) {
	return null;
}
