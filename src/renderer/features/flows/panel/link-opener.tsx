import { PluginText } from '../../../components/text/plugin-text.tsx';
import { useEditorView } from '../editor/editor-context.ts';
import type { Link } from '../model/document.ts';

/** Names a connection by its other end, and opens it: what went along it, and what can be done with it. */
export function LinkOpener({ link, text }: { readonly link: Link; readonly text: string }) {
	const { ask } = useEditorView();
	return (
		<button
			type="button"
			aria-haspopup="dialog"
			onClick={() => ask({ kind: 'edge', link })}
			className="min-w-0 flex-1 truncate rounded-small text-left hover:underline"
		>
			<PluginText max={300}>{text}</PluginText>
		</button>
	);
}
