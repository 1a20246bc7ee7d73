import { Popover } from '@base-ui/react/popover';
import { Component, type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import Markdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { CopyButton } from '../../../components/controls/copy-button.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { isTooNested, showInvisible } from './readme-text.ts';

/** A longer README is cut, UTF-16 units. */
const MAX = 64_000;

/**
 * A plugin's README. It is a stranger's text: no HTML, no image is loaded, and a link shows where it leads instead of
 * going there.
 */
export function Readme({ text }: { readonly text: string }) {
	const { t } = useTranslation('plugin');
	const format = useFormat();
	const shown = text.slice(0, MAX);
	const plain = (
		<pre className="whitespace-pre-wrap">
			<PluginText max={MAX}>{shown}</PluginText>
		</pre>
	);
	return (
		<div className="flex max-w-180 flex-col gap-3 rounded-base border border-line px-4 py-3">
			{isTooNested(shown) ? (
				plain
			) : (
				<PlainWhereItFails key={shown} plain={plain}>
					<Rendered text={shown} />
				</PlainWhereItFails>
			)}
			{text.length > MAX && (
				<p className="text-small text-muted">
					{t('readme.cut', { text: format.count(MAX), all: format.count(text.length) })}
				</p>
			)}
		</div>
	);
}

const remarkPlugins = [remarkGfm, () => showInvisible];

function Rendered({ text }: { readonly text: string }) {
	return useMemo(
		() => (
			<bdi className="contents">
				<Markdown skipHtml remarkPlugins={remarkPlugins} components={components} urlTransform={(url) => url}>
					{text}
				</Markdown>
			</bdi>
		),
		[text],
	);
}

/** Headings go below the ones of the screen. */
const components: Components = {
	h1: ({ children }) => <h3 className="text-title font-semibold wrap-anywhere">{children}</h3>,
	h2: ({ children }) => <h4 className="mt-2 font-semibold wrap-anywhere">{children}</h4>,
	h3: ({ children }) => <h5 className="mt-1 font-medium wrap-anywhere">{children}</h5>,
	h4: ({ children }) => <h6 className="font-medium text-muted wrap-anywhere">{children}</h6>,
	h5: ({ children }) => <h6 className="font-medium text-muted wrap-anywhere">{children}</h6>,
	h6: ({ children }) => <h6 className="font-medium text-muted wrap-anywhere">{children}</h6>,
	p: ({ children }) => <p className="wrap-anywhere">{children}</p>,
	a: ({ href, children }) => <Address href={href ?? ''}>{children}</Address>,
	img: ({ src, alt }) => <Picture src={typeof src === 'string' ? src : ''} alt={alt ?? ''} />,
	ul: ({ children }) => <ul className="flex list-disc flex-col gap-1 pl-5">{children}</ul>,
	ol: ({ children }) => <ol className="flex list-decimal flex-col gap-1 pl-5">{children}</ol>,
	blockquote: ({ children }) => <blockquote className="border-l-2 border-line pl-3 text-muted">{children}</blockquote>,
	hr: () => <hr className="border-line" />,
	code: ({ children }) => <code className="rounded-small bg-sunken px-1 wrap-anywhere">{children}</code>,
	pre: ({ children }) => (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
		<pre tabIndex={0} className="overflow-x-auto rounded-base bg-sunken px-3 py-2 [&_code]:px-0 [&_code]:wrap-normal">
			{children}
		</pre>
	),
	table: ({ children }) => (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
		<div tabIndex={0} className="overflow-x-auto">
			<table className="border-collapse">{children}</table>
		</div>
	),
	th: ({ children }) => <th className="border-b border-line px-2 py-1 text-left text-small font-medium">{children}</th>,
	td: ({ children }) => <td className="border-b border-line px-2 py-1 align-top">{children}</td>,
	input: ({ checked }) => <span>{checked === true ? '☑ ' : '☐ '}</span>,
};

/** A link of a stranger's: pressing it shows the address, to be read and copied. */
function Address({ href, children }: { readonly href: string; readonly children?: ReactNode }) {
	const { t } = useTranslation('plugin');
	return (
		<Popover.Root>
			<Popover.Trigger className="rounded-small text-left text-accent underline decoration-dotted underline-offset-2 wrap-anywhere">
				{children}
			</Popover.Trigger>
			<Popover.Portal>
				<Popover.Positioner sideOffset={4} align="start" className="z-50">
					<Popover.Popup className="flex max-w-100 flex-col gap-2 rounded-base border border-line bg-raised p-3 shadow-float">
						<Popover.Title className="text-small font-medium">{t('readme.address')}</Popover.Title>
						<Popover.Description className="flex items-start gap-2" render={<div />}>
							<PluginText max={500} className="min-w-0 flex-1 font-mono text-small">
								{href}
							</PluginText>
							<CopyButton text={href} label={t('readme.copyAddress')} />
						</Popover.Description>
					</Popover.Popup>
				</Popover.Positioner>
			</Popover.Portal>
		</Popover.Root>
	);
}

function Picture({ src, alt }: { readonly src: string; readonly alt: string }) {
	const { t } = useTranslation('plugin');
	return (
		<span className="rounded-small border border-line bg-sunken px-1 text-small text-muted wrap-anywhere">
			{t('readme.picture')} <PluginText max={200}>{alt === '' ? src : alt}</PluginText>
		</span>
	);
}

/** A text that cannot be rendered is shown as it is. */
class PlainWhereItFails extends Component<{ readonly plain: ReactNode; readonly children: ReactNode }> {
	override state = { failed: false };

	static getDerivedStateFromError() {
		return { failed: true };
	}

	override render() {
		return this.state.failed ? this.props.plain : this.props.children;
	}
}
