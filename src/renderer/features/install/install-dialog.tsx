export function InstallDialog(_props: { readonly paths: readonly string[]; onClose(): void }) {
	return null;
}
