export function PluginList(_props: { readonly selected: string | null }) {
	return null;
}
