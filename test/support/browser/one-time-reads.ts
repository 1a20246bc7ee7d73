import { parseAst } from 'vite';

/** What tells how a page is at one moment; a moment later it may be otherwise. */
const reads = new Set([
	...['count', 'isChecked', 'isDisabled', 'isEditable', 'isEnabled', 'isHidden', 'isVisible'],
	...['allInnerTexts', 'allTextContents', 'innerHTML', 'innerText', 'inputValue', 'textContent'],
	...['ariaSnapshot', 'boundingBox', 'evaluate', 'evaluateAll', 'getAttribute', 'screenshot', 'title', 'url'],
]);
/** What holds an element that a new drawing may replace, or waits by the clock. */
const refused = new Set([
	'$',
	'$$',
	'elementHandle',
	'elementHandles',
	'evaluateHandle',
	'waitForSelector',
	'waitForTimeout',
]);
/** What has waited for the page when it answers: keys may follow it. */
const waits =
	/\b(?:waitFor|waitForFunction|waitForResponse|click|dblclick|hover|focus|blur|fill|check|clear|press|pressSequentially|selectOption|setChecked|poll|settled|hasFocus|absent|offeredFirst|closeDialogs|expectNoAxeViolations)\(/;
const allowed = /^\s*\/\/ Read once: \S.{15,}/;

interface Node {
	readonly type: string;
	readonly start: number;
	readonly end: number;
	readonly [field: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
	typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string';
const isFunction = ({ type }: Node): boolean =>
	type === 'ArrowFunctionExpression' || type === 'FunctionExpression' || type === 'FunctionDeclaration';
const nameOf = (node: unknown): string | undefined =>
	isNode(node) && node.type === 'Identifier' ? String(node['name']) : undefined;

function childrenOf(node: Node): readonly Node[] {
	return Object.values(node)
		.flatMap((value): readonly unknown[] => (Array.isArray(value) ? value : [value]))
		.filter(isNode);
}

/** The node and all below it; `into` says of what is below whether it is gone into. */
function* within(node: Node, into: (below: Node) => boolean = () => true): Generator<Node> {
	yield node;
	for (const child of childrenOf(node)) if (into(child)) yield* within(child, into);
}

/** The name of what is called, `count` of `page.getByRole('row').count()`, `shown` of `shown()`. */
function calledName(node: Node): string | undefined {
	if (node.type !== 'CallExpression' || !isNode(node['callee'])) return undefined;
	const callee = node['callee'];
	return callee.type === 'MemberExpression' ? nameOf(callee['property']) : nameOf(callee);
}

/** The file's own functions that read the page and tell what they read. */
function readersOf(program: Node): ReadonlySet<string> {
	const readers = new Set<string>();
	for (;;) {
		const before = readers.size;
		for (const node of within(program)) {
			const [name, body] =
				node.type === 'FunctionDeclaration'
					? [nameOf(node['id']), node]
					: node.type === 'VariableDeclarator' && isNode(node['init']) && isFunction(node['init'])
						? [nameOf(node['id']), node['init']]
						: [undefined, undefined];
			if (name !== undefined && body !== undefined && answersReading(body, readers)) readers.add(name);
		}
		if (readers.size === before) return readers;
	}
}

/** Whether a function gives back what it read, and not nothing (`Promise<void>`). */
function answersReading(body: Node, readers: ReadonlySet<string>): boolean {
	const block = body['body'] as Node;
	const given = block.type === 'BlockStatement' ? [...within(block, (each) => !isFunction(each))] : [block];
	const read = new Set<string>();
	for (const each of given) {
		if (each.type !== 'VariableDeclarator' || !isNode(each['init']) || isFunction(each['init'])) continue;
		if (holdsReading(each['init'], readers, read)) for (const name of namesIn(each['id'])) read.add(name);
	}
	return given
		.filter((each) => block.type !== 'BlockStatement' || each.type === 'ReturnStatement')
		.some((each) => holdsReading(each, readers, read));
}

/** Whether the expression itself reads the page, outside of functions that are called at another time. */
function holdsReading(node: Node, readers: ReadonlySet<string>, read: ReadonlySet<string>): boolean {
	for (const each of within(node, (below) => !isFunction(below))) {
		const called = calledName(each);
		if (called !== undefined && (isReadOfPage(each, called) || readers.has(called))) return true;
		const name = nameOf(each);
		if (name !== undefined && read.has(name)) return true;
	}
	return false;
}

/** `page.url()`, and not the `count('x')` of something else; what is asynchronous in the page acts and waits there. */
function isReadOfPage(call: Node, called: string): boolean {
	if (!reads.has(called) || (call['callee'] as Node).type !== 'MemberExpression') return false;
	const [first] = call['arguments'] as readonly Node[];
	return !called.startsWith('evaluate') || first === undefined || first['async'] !== true;
}

/** The file's own functions that wait for the page. */
function waitersOf(program: Node, source: string): RegExp {
	const named = [...within(program)].flatMap((node): readonly (readonly [string, string])[] => {
		const isFunctionOfAName =
			node.type === 'FunctionDeclaration' ||
			(node.type === 'VariableDeclarator' && isNode(node['init']) && isFunction(node['init']));
		return isFunctionOfAName ? [[nameOf(node['id']) ?? '', source.slice(node.start, node.end)]] : [];
	});
	const names = named.filter(([, text]) => waits.test(text)).map(([name]) => name);
	return new RegExp(`${waits.source}|\\b(?:${['waitFor', ...names].join('|')})\\(`);
}

/** A statement list's nodes: what stands before one is what was waited for. */
const statementsOf = (node: Node): readonly Node[] =>
	(Array.isArray(node['body']) ? node['body'] : Array.isArray(node['consequent']) ? node['consequent'] : []).filter(
		isNode,
	);

/** The names in a pattern, `a` and `b` of `{ a, x: [b] }`. */
const namesIn = (pattern: unknown): readonly string[] =>
	isNode(pattern) ? [...within(pattern)].flatMap((each) => nameOf(each) ?? []) : [];

/**
 * Where a test reads the page once and holds what it read to something, decides by it, or sends keys before anything was
 * waited for: `line: text` of each. A reading that is meant so has a comment above its statement, `// Read once: ` and why.
 */
export function oneTimeReads(source: string): readonly string[] {
	const program = parseAst(source, { lang: 'ts' }) as unknown as Node;
	const readers = readersOf(program);
	const waiters = waitersOf(program, source);
	const lines = source.split('\n');
	const lineOf = ({ start }: Node): number => source.slice(0, start).split('\n').length;
	const found = new Map<number, string>();
	const tell = (node: Node): void => {
		const line = lineOf(node);
		if (!allowed.test(lines[line - 2] ?? '')) found.set(line, `${line}: ${lines[line - 1]?.trim()}`);
	};
	const visit = (node: Node, outer: ReadonlySet<string>): void => {
		const read = isFunction(node) ? new Set(outer) : outer;
		const body = statementsOf(node);
		for (const [index, statement] of body.entries()) {
			if (sendsKeys(statement) && !followsWaiting(source, waiters, body, index)) tell(statement);
		}
		for (const child of childrenOf(node)) {
			if (child.type === 'VariableDeclarator' && isNode(child['init']) && !isFunction(child['init'])) {
				const isRead = holdsReading(child['init'], readers, read);
				for (const name of namesIn(child['id']))
					isRead ? (read as Set<string>).add(name) : (read as Set<string>).delete(name);
			}
			const held = heldIn(child);
			if (held !== undefined && holdsReading(held, readers, read)) tell(child);
			const called = calledName(child);
			if (called !== undefined && refused.has(called)) tell(child);
			visit(child, read);
		}
	};
	visit(program, new Set());
	return [...found.entries()].toSorted(([one], [other]) => one - other).map(([, text]) => text);
}

/** What is held to something at once: the argument of `expect`, the condition of `if` and `while`. */
function heldIn(node: Node): Node | undefined {
	if (node.type === 'IfStatement' || node.type === 'WhileStatement') return node['test'] as Node;
	if (node.type !== 'CallExpression' || nameOf(node['callee']) !== 'expect') return undefined;
	return (node['arguments'] as readonly Node[])[0];
}

function sendsKeys(statement: Node): boolean {
	if (statement.type !== 'ExpressionStatement') return false;
	return [...within(statement, (below) => !isFunction(below))].some(
		(each) => each.type === 'MemberExpression' && nameOf(each['property']) === 'keyboard',
	);
}

/** Keys may follow keys that followed waiting. */
function followsWaiting(source: string, waiters: RegExp, body: readonly Node[], index: number): boolean {
	const before = body[index - 1];
	if (before === undefined) return false;
	if (waiters.test(source.slice(before.start, before.end))) return true;
	return sendsKeys(before) && followsWaiting(source, waiters, body, index - 1);
}
