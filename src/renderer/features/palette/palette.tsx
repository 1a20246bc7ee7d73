export function Palette(_props: { readonly open: boolean; onClose(): void }) {
	return null;
}
