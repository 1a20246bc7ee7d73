export function PolicyEditor(_props: { readonly name: string }) {
	return null;
}
