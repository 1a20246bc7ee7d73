import type { LucideIcon } from 'lucide-react';
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Ask, Risk } from '../../../shared/policy/ask.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import { useAskText } from '../../lib/text/use-ask-text.ts';
import { Badge, type Tone } from '../status.tsx';

const risks: Readonly<Record<Risk, readonly [Tone, LucideIcon]>> = {
	high: ['failed', TriangleAlert],
	medium: ['attention', CircleAlert],
	low: ['neutral', CircleCheck],
};

/** How risky what is asked for is, in words with a shape. */
export function RiskBadge({ risk }: { readonly risk: Risk }) {
	const { t } = useTranslation('install');
	const [tone, Icon] = risks[risk];
	return (
		<Badge tone={tone}>
			<Icon size={12} aria-hidden />
			{t(`risk.${risk}`)}
		</Badge>
	);
}

/** What one thing that is asked for would allow, with its path, host or variable as such. */
export function AskSentence({ ask }: { readonly ask: Ask }) {
	const sentence = useAskText()(ask);
	const names = namesOf(ask);
	const name = names === null ? '' : plainText(names);
	const at = name === '' ? -1 : sentence.indexOf(name);
	// Where it could be a word of the sentence as well, it is told apart by nothing.
	if (at < 0 || sentence.indexOf(name, at + 1) >= 0) return sentence;
	return (
		<>
			{sentence.slice(0, at)}
			<code className="text-small">{name}</code>
			{sentence.slice(at + name.length)}
		</>
	);
}

/** What a plugin asks for, a line each, as the review before it is installed says it. */
export function AskLines({ asks, label }: { readonly asks: readonly Ask[]; readonly label: string }) {
	return (
		<ul aria-label={label} className="flex flex-col gap-1">
			{asks.map((ask) => (
				<li key={`${ask.subject.kind} ${ask.entry}`} className="flex items-start gap-2">
					<span className="w-20 shrink-0">
						<RiskBadge risk={ask.risk} />
					</span>
					<bdi className="min-w-0 wrap-anywhere">
						<AskSentence ask={ask} />
					</bdi>
				</li>
			))}
		</ul>
	);
}

/** What of a sentence is a path, a host or a name. */
function namesOf({ subject }: Ask): string | null {
	switch (subject.kind) {
		case 'path':
			return subject.path;
		case 'host':
			return subject.host;
		case 'env':
			return subject.name;
		default:
			return null;
	}
}
