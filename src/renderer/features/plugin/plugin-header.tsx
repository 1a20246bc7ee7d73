export function PluginHeader(_props: { readonly name: string }) {
	return null;
}
