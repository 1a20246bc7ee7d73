export function PluginOverview(_props: { readonly name: string }) {
	return null;
}
