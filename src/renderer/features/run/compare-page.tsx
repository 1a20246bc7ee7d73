export function ComparePage(_props: { readonly id: string; readonly other: string }) {
	return null;
}
